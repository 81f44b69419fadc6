"""Words that say what a name or a role is: countries, titles, kinds of body, given names of women and men."""

Form = tuple[str, ...]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


DEFINITE = _set("the this that these those its his her their our your my")
INDEFINITE = _set("a an one some another other several many two three any few various no both")
GOVERNING = _set("of at in from for to with by on near against inside about over under between among and s")
SMALL = _set("the of for and a an on in at to s by with head")
_COUNTRIES = """
ua: ukraine ukrainian ukrainians kyiv kiev ukraine’s|ru: russia russian russians moscow kremlin|us: us u.s america american americans washington usa pentagon
gb: uk u.k britain british london|fr: france french paris|de: germany german germans berlin|pl: poland polish poles warsaw|by: belarus belarusian belarussian minsk
sy: syria syrian syrians damascus|iq: iraq iraqi iraqis baghdad|ir: iran iranian iranians tehran|il: israel israeli israelis|tr: turkey turkish ankara türkiye
cn: china chinese beijing|in: india indian indians delhi|eu: eu european europe brussels|sd: sudan sudanese khartoum|et: ethiopia ethiopian ethiopians
er: eritrea eritrean|so: somalia somali mogadishu|ke: kenya kenyan nairobi|ug: uganda ugandan|cd: congo congolese kinshasa|ng: nigeria nigerian abuja
ml: mali malian|sa: saudi riyadh|ye: yemen yemeni|lb: lebanon lebanese beirut|jo: jordan jordanian amman|eg: egypt egyptian cairo|ps: palestine palestinian palestinians gaza
kr: korean korea seoul|jp: japan japanese tokyo|it: italy italian rome|es: spain spanish madrid|pt: portugal portuguese|nl: netherlands dutch|be: belgium belgian
at: austria austrian vienna|ch: switzerland swiss|hu: hungary hungarian budapest|cz: czech prague|sk: slovakia slovak|ro: romania romanian|bg: bulgaria bulgarian
gr: greece greek athens|rs: serbia serbian belgrade|lt: lithuania lithuanian vilnius|lv: latvia latvian|ee: estonia estonian tallinn|fi: finland finnish helsinki
se: sweden swedish stockholm|no: norway norwegian oslo|dk: denmark danish copenhagen|md: moldova moldovan|ge: georgia georgian tbilisi|am: armenia armenian
az: azerbaijan azerbaijani baku|af: afghanistan afghan afghans kabul|pk: pakistan pakistani islamabad|bd: bangladesh bangladeshi|mm: myanmar burma burmese
kz: kazakhstan kazakh|ca: canada canadian ottawa|mx: mexico mexican|br: brazil brazilian|ar: argentina argentinian argentine|cl: chile chilean|co: colombia colombian
ve: venezuela venezuelan|pe: peru peruvian|ec: ecuador ecuadorian|cu: cuba cuban|au: australia australian|za: african|va: vatican|qa: qatar qatari|ae: emirates emirati
ly: libya libyan|dz: algeria algerian|tn: tunisia tunisian|ma: morocco moroccan|td: chad chadian|ne: niger|bf: burkina|cm: cameroon|rw: rwanda rwandan
un: un u.n nations|nato: nato alliance|kp: pyongyang|tw: taiwan taiwanese|vn: vietnam vietnamese|ph: philippines philippine|th: thailand thai|id: indonesia indonesian
"""
COUNTRIES: dict[str, str] = {
    word: code.strip()
    for line in _COUNTRIES.strip().splitlines()
    for code, words in (part.split(":") for part in line.split("|"))
    for word in words.split()
}
TITLES = _set(
    """
    mr mrs ms miss dr doctor prof professor gen general col colonel lt lieutenant maj major capt captain sgt sergeant brig brigadier
    adm admiral rear vice sir lord lady dame president minister premier chancellor secretary governor mayor senator sen rep
    representative congressman congresswoman councilman commissioner king queen prince princess sheikh ayatollah imam pope patriarch
    bishop archbishop cardinal father reverend rev judge justice spokesman spokeswoman spokesperson chief head leader director
    chairman chairwoman chair commander ambassador envoy deputy prime foreign speaker marshal detective officer sheriff
    superintendent analyst expert activist correspondent reporter adviser advisor aide coordinator councillor former acting late
    then coach lawyer mp midwife patient gynecologist physician boss journalist blogger milblogger attorney prosecutor ombudsman
    negotiator diplomat
    """
)
OFFICES = _set(
    """
    state defence defense interior affairs foreign home health finance treasury armed forces staff army navy air force nations
    security council national internal external economy justice energy infrastructure education culture agriculture transport
    digital information press chief officer general secretary representative high federal us u.s uk u.k eu un u.n nato white house
    senate kremlin pentagon police union emergency situations
    """
)
BODIES = _set(
    """
    ministry ministries government governments administration regime military army forces force navy police agency agencies bank
    council councils committee committees commission coalition parliament court party union department office embassy authority
    authorities opposition group groups organisation organization organizations company operator institute university institution
    observatory centre center foundation association network channel newspaper daily paper magazine journal tv television news times
    post press media radio guard service services intelligence command defence defense staff federation alliance movement front
    republic watch nations house portal broadcaster school schools district league congress senate charity watchdog monitor ngo club
    bureau treasury society team helmets board corps hospital community communities presidency side country state republicans
    democrats mission secretariat church crescent cross delegation militia brigade battalion regiment rebels taliban hamas hezbollah
    international institutes firm leadership statement report study letter release update diplomacy
    """
)
PEOPLE = _set(
    """
    people residents officials sources witnesses analysts experts activists authorities rebels police soldiers troops doctors
    rescuers leaders members diplomats monitors civilians commanders protesters militants reports lawmakers politicians observers
    survivors neighbors neighbours detectives workers families forces refugees scientists some others prosecutors imams men women
    children investigators medics journalists reporters media parents fighters republicans senators economists locals inspectors
    organizers separatists russians ukrainians americans israelis bloggers correspondents spokesmen victims villagers ministers
    generals officers attackers
    """
)
_GROUPS = """
president: president leader state sovereign|minister: minister|chancellor: chancellor|premier: premier|politician: politician|diplomat: diplomat diplomacy|secretary: secretary
general: general commander commander-in-chief colonel lieutenant officer captain admiral major|head: head chief boss director chairman chair|spokesman: spokesman spokeswoman spokesperson
analyst: analyst expert scientist interlocutor professor economist researcher historian|adviser: adviser advisor aide|ambassador: ambassador envoy representative|governor: governor mayor
pope: pope pontiff|patriarch: patriarch|lawmaker: lawmaker mp senator congressman deputy parliamentarian legislator|king: king monarch|activist: activist campaigner
lawyer: lawyer attorney|priest: bishop archbishop priest imam|man: man woman boy girl mother father resident witness eyewitness survivor patient doctor midwife surgeon physician
reporter: reporter correspondent journalist|official: official officials|source: source sources|monitor: monitor observatory monitoring watchdog ngo
paper: newspaper daily journal paper magazine times post tabloid weekly|agency: agency|broadcaster: broadcaster channel television tv|ministry: ministry department
government: government administration regime authorities cabinet|military: military army forces staff|group: group organisation organization movement body militia front union coalition
party: party|institute: institute institution think-tank centre center|document: report statement letter release study update document declaration case bill survey poll data
bank: bank|company: company operator firm|police: police|analysts: analysts experts|country: country|university: university school
"""
GROUPS: dict[str, str] = {
    word: name.strip()
    for line in _GROUPS.strip().splitlines()
    for name, words in (part.split(":") for part in line.split("|"))
    for word in words.split()
}
PERSON_GROUPS = _set(
    """
    president minister chancellor premier politician diplomat secretary general head spokesman analyst adviser ambassador governor
    pope patriarch lawmaker king activist lawyer priest man reporter official source
    """
)
ROLES = frozenset(GROUPS) | TITLES | PEOPLE | frozenset(["ministry", "observatory", "newspaper", "agency", "army", "police"])
FEMALE = _set(
    """
    ms mrs miss spokeswoman chairwoman congresswoman woman women mother sister daughter wife queen lady princess girl actress
    businesswoman her midwife maria anna olga elena natalia svetlana irina iryna oksana yulia julia olena tatiana tetiana kateryna
    katerina nadia liz elizabeth ursula angela theresa nancy hillary kamala sarah sara jane mary susan karen lisa jennifer jessica
    emily emma laura linda barbara patricia michelle samantha victoria wiktoria nina halyna ludmila larisa liudmyla valentina fatou
    fatima aisha amina zahra leila layla hanna hannah rachel rebecca rebekah diana kate catherine christine christina claire alice
    marie sophie sonia priyanka indira margaret helen helena caroline charlotte annalena giorgia sanna kaja ingrida magdalena dalia
    ravina lama marta penny antonia agnes teresa carol kelly amy anne gabrielle rosa farah caitlin maia dilma michele nadezhda
    ekaterina aleksandra alexandra daria dasha polina sofia veronika roza
    """
)
MALE = _set(
    """
    mr sir spokesman chairman congressman councilman man men father brother son husband king lord prince boy pope patriarch imam
    bishop vladimir volodymyr sergei sergey dmitry dmytro dmitri aleksandr alexander oleksandr oleksiy aleksei alexei mykhailo
    mikhail mychajło yevgeny ivan andrei andriy andrzej petro peter pavel pavlo igor ihor oleg oleh viktor wiktor vitaliy vitali
    yuri yuriy nikolai mykola anton maxim maksim denys denis ruslan roman artem kyrylo kirill cyril valery valeriy vadym vadim
    leonid boris john james robert michael mike david william richard joseph joe thomas tom charles christopher daniel paul mark
    george steven stephen andrew kenneth kevin brian edward jeff jeffrey donald barack bill antony anthony jake lloyd rishi gordon
    tony dominic ben patrick simon philip emmanuel nicolas francois françois jean jens olaf josep karl scott mohammed muhammad
    mohammad mohamed ahmed ahmad ali omar hassan hussein ibrahim khaled abdullah abdul abdel bashar mahmoud mustafa rami said yasser
    benjamin beni recep ban martin josh adam nigel neville adolf hermann silvio gabrielius tobias gareth tim meles jamal salva riek
    abiy yoweri narendra xi luiz jackson brad colin ash harold harry jack jason eric frank gary larry matthew matt nick oliver oscar
    pedro carlos juan jose luis javad javier miguel jorge antonio francisco fernando gabriel hugo stefan wolfgang hans klaus
    """
)
NOT_NAMES = _set(
    """
    the a an this that these those it he she they we i you his her their our its my your in on at by for from with as but and or if
    when while after before since although though however meanwhile moreover yet so then there here what who why how which where not
    no yes according to also another some many most all both each every other others such under over about during until because only
    just even still now today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february march
    april may june july august september october november december one two three four five six seven eight nine ten image caption
    photo video read more source copyright getty images reuters/ share related watch live update asked earlier later speaking
    despite through without within among between against like once last first second third next than nearly around instead let thank
    well do did does is was are were be been has have had will would can could should might must please whether topics interest
    facebook twitter linkedin mail email maybe besides perhaps apr aug sept oct nov dec jan feb really indeed finally recently
    currently previously whatever whose whom nothing nobody everyone
    """
)
CONNECTORS = _set("of for the and al el de da di du dos la le van von der den bin ben ibn abu e on y al- ul")
SHORT = {
    "lt": "lieutenant", "gen": "general", "col": "colonel", "sen": "senator", "rep": "representative", "gov": "governor", "capt": "captain", "adm": "admiral",
    "maj": "major", "sgt": "sergeant", "dr": "doctor", "pm": "premier", "fm": "minister", "spokeswoman": "spokesman", "spokesperson": "spokesman", "defence": "defense",
    "adviser": "advisor", "chairwoman": "chairman", "pontiff": "pope", "prof": "professor", "det": "detective",
}  # fmt: skip  # fmt: skip
GIVEN = (FEMALE | MALE) - ROLES


def group_of(word: str) -> str:
    """Return the group of roles or bodies that a word belongs to, "none" where it belongs to none."""
    return GROUPS.get(word) or (GROUPS.get(word[:-1]) if word.endswith("s") else None) or "none"


def same(words: Form | frozenset[str] | set[str]) -> set[str]:
    """Return words of offices with their short forms written out."""
    return {SHORT.get(word, word) for word in words}


def shape_of(head: str) -> str:
    """Return what a described source is, by its head word: one, many, org or other."""
    if head in PEOPLE:
        return "many"
    group = GROUPS.get(head)
    if group in PERSON_GROUPS or head in TITLES:
        return "one"
    if head in BODIES or group:
        return "org"
    if head.endswith("s") and not head.endswith("ss"):
        return "many"
    return "other"


def sex_of(words: Form) -> str:
    """Return "m" or "f" where a title or a given name says so, else ""."""
    for word in words:
        if word in FEMALE:
            return "f"
        if word in MALE:
            return "m"
    return ""


def initials(form: Form) -> set[str]:
    """Return the acronyms that the words of a name give, with and without its small words."""
    if len(form) < 2:
        return set()
    great = [word for word in form if word not in CONNECTORS]
    every = "".join(word[0] for word in form)
    short = "".join(word[0] for word in great)
    return {made for made in (every, short) if len(made) > 1}
