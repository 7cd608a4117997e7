"""台账校验: the rules VR01–VR22 on 客户台账, 联系人, 受电设备. Clauses B1, B4, B7; 审计-A04 is their sum."""
