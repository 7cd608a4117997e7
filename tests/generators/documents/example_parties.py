"""The fictional parties of the examples."""

from typing import Any

SUPPLIER: dict[str, Any] = {
    "name": "江城供电公司",
    "credit_code": "91420100MA4K000001",
    "address": "湖北省江城市滨江大道 88 号",
    "representative": "周敬安",
    "signatory": "沈立群",
    "authority_no": "江供授〔2026〕7号",
    "authority_scope": "签订、变更 35 kV 及以下高压供用电合同",
    "contact": "何晓岚",
    "phone": "027-80001234",
    "postcode": "430000",
    "email": "kehu@jcgd.example.cn",
    "bank": "中国工商银行江城滨江支行",
    "account_no": "3202000109000012345",
}
CUSTOMER: dict[str, Any] = {
    "name": "江城精密铸造有限公司",
    "customer_no": "4201000123456",
    "credit_code": "91420100MA4K12345X",
    "address": "湖北省江城市东湖工业园铸造路 16 号",
    "representative": "刘远山",
    "signatory": "陈国栋",
    "authority_no": "JZ-SQ-2026-03",
    "contact": "陈国栋",
    "phone": "13900000001",
    "delivery_address": "湖北省江城市东湖工业园铸造路 16 号综合楼 402 室",
    "postcode": "430074",
    "email": "dianqi@jczz.example.cn",
    "bank": "中国建设银行江城工业园支行",
    "account_no": "42001234567890123456",
}
