"""Kinds of designated institution (NHSA Orders No.2 and No.3): medical, or pharmacy.

An internet hospital settles through its physical parent and is therefore no kind of its own.
"""

from registry.words.code import Code


class InstitutionGroup(Code):
    """Which sector regulator hears of the institution's people: health, or drugs (art. 52)."""

    MEDICAL = "medical", "定点医疗机构", "designated medical institution"
    PHARMACY = "pharmacy", "定点零售药店", "designated retail pharmacy"


class InstitutionKind(Code):
    """What an institution is, as far as designation distinguishes it."""

    GENERAL_HOSPITAL = "general_hospital", "综合医院", "general hospital"
    TCM_HOSPITAL = "tcm_hospital", "中医医院", "hospital of traditional Chinese medicine"
    INTEGRATED_HOSPITAL = "integrated_hospital", "中西医结合医院", "integrated Chinese and Western hospital"
    ETHNIC_HOSPITAL = "ethnic_hospital", "民族医医院", "hospital of ethnic medicine"
    SPECIALIST_HOSPITAL = "specialist_hospital", "专科医院", "specialist hospital"
    REHABILITATION_HOSPITAL = "rehabilitation_hospital", "康复医院", "rehabilitation hospital"
    SPECIALIST_PREVENTION = "specialist_prevention", "专科疾病防治院", "specialist prevention institution"
    MATERNAL_CHILD = "maternal_child", "妇幼保健院", "maternal and child health institution"
    COMMUNITY_HEALTH_CENTRE = "community_health_centre", "社区卫生服务中心", "community health centre"
    COMMUNITY_HEALTH_STATION = "community_health_station", "社区卫生服务站", "community health station"
    TOWNSHIP_HEALTH_CENTRE = "township_health_centre", "乡镇卫生院", "township health centre"
    STREET_HEALTH_CENTRE = "street_health_centre", "街道卫生院", "street health centre"
    OUTPATIENT_DEPARTMENT = "outpatient_department", "门诊部", "out-patient department"
    CLINIC = "clinic", "诊所", "clinic"
    VILLAGE_CLINIC = "village_clinic", "村卫生室（所）", "village clinic"
    EMERGENCY_CENTRE = "emergency_centre", "独立设置的急救中心", "free-standing emergency centre"
    HOSPICE_CENTRE = "hospice_centre", "安宁疗护中心", "hospice centre"
    DIALYSIS_CENTRE = "dialysis_centre", "血液透析中心", "dialysis centre"
    NURSING_CENTRE = "nursing_centre", "护理院", "nursing centre"
    ELDER_CARE_UNIT = "elder_care_unit", "养老机构内设医疗机构", "medical unit inside an elder-care home"
    MILITARY_INSTITUTION = "military_institution", "军队医疗机构", "military institution with civilian permit"
    RETAIL_PHARMACY = "retail_pharmacy", "零售药店", "retail pharmacy"

    @property
    def group(self) -> InstitutionGroup:
        """Return whether the institution is a medical one or a pharmacy."""
        if self is InstitutionKind.RETAIL_PHARMACY:
            return InstitutionGroup.PHARMACY
        return InstitutionGroup.MEDICAL
