"""台账校验: the rules VR01–VR22 on the sheets that describe a customer. Clauses B1, B4, B7; 审计-A04 is their sum."""
