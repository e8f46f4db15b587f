"""What a province asks for where a year's points are too few for a suspension, as its text says it."""

from registry.words.code import Code


class EarlyDuty(Code):
    """One thing that a province asks for about somebody who has points, but fewer than 9 (art. 36)."""

    TALK = "talk", "谈话提醒、约谈", "talk"
    TRAINING = "training", "组织医保政策法规和医保知识学习培训", "training in insurance law and knowledge"
    REGULAR_TRAINING = "regular_training", "定期组织医保政策法规和医保知识学习", "training at regular intervals"
    RECORD = "record", "对谈话、培训作出记录", "record of talk and training"
    KEY_SUPERVISION = "key_supervision", "列为重点监管对象", "key supervision"
