"""Through which page or call somebody looked at a person."""

from registry.words.code import Code


class LookDoor(Code):
    """Every way to a person's data; each look is kept with the one it came by (arts. 28, 57)."""

    STANDING = "standing", "资格状态，程序接口", "standing, by program"
    FILE = "file", "档案，程序接口", "file, by program"
    FILE_IDENTITY = "file.identity", "档案及身份信息，程序接口", "file with identity, by program"
    FORESIGHT = "foresight", "试算，程序接口", "dry run, by program"
    JOINT_CASES = "joint-cases", "联合案件，程序接口", "joint cases, by program"
    ADMIN_FILE = "admin.file", "档案，页面", "file, on the page"
    ADMIN_VAULT = "admin.vault", "姓名和证件，页面", "name and documents, on the page"
    ADMIN_SETTLE = "admin.settle", "身份对照", "comparison of identities"
    ADMIN_MERGE = "admin.merge", "两个编号对照", "comparison of two IDs"
    ADMIN_JOINT_CASES = "admin.joint-cases", "联合案件，页面", "joint cases, on the page"
    OWN_PAGE = "me.page", "本人档案，页面", "own file, on the page"
    OWN_FILE = "me.file", "本人档案，程序接口", "own file, by program"
    OWN_JSON = "me.file.json", "本人档案，JSON 下载", "own file, as JSON"
    OWN_ARCHIVE = "me.file.zip", "本人档案，打包下载", "own file, as an archive"
    NOTICE_MADE = "notice.made", "制作通知书", "notice made"
    NOTICE_OPENED = "notice.opened", "打开通知书", "notice opened"
    OFFICE_STEP = "office.step", "经办步骤页面", "step of the office"
