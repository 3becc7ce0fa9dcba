# ruff: noqa: E501  a pattern is read in one piece
"""What a gentle hint under a guideline looks for, and the words that are said. How it is found is in `clauses`."""

from django.utils.translation import gettext_lazy as _

from journal.wording.clauses import SOMEBODY, ClauseRule

_NOT = r"(?:\b(?:not|never)|n't)\b"
_WHOSE = rf"(?:each other's|one another's|the other's|his|her|your|my|our|their|both|all|any|every|a|the|{SOMEBODY}'s)"
_THEIRS = rf"(?:each other's|one another's|the other's|his|her|your|my|{SOMEBODY}'s)"
_ONE = rf"(?:I|you|he|she|{SOMEBODY}|one of us|only one of us)"
_PHONE = (
    r"(?:(?:mobile |cell |smart)?phones?|messages?|texts|chats?|(?:e-?)?mails?|inbox|dms|whatsapp|instagram|facebook"
    r"|snapchat|tiktok|social media|accounts?|search history|browser history|call (?:log|list)s?|diary|diaries"
    r"|journals?|laptops?|computers?|letters)"
)
_SECRET = r"(?:passwords?|pass ?codes?|pin(?: codes?)?|log-?ins?|unlock codes?)"  # noqa: S105  words, no secret
_MONEY = r"(?:money|cash|savings|salary|salaries|wages?|pay ?(?:check|cheque)s?|pay|income|finances|bank accounts?)"
_SPEND = r"(?:spend(?:s|ing)?|buy(?:s|ing)?|purchas(?:e|es|ing)|shop(?:s|ping)?|withdraw(?:s|ing)?)"
_SEX = r"(?:sex|make love|making love|sleep with|intimate|intimacy|sexual|physical needs|in bed)"
_OFTEN = (
    r"(?:every (?:day|night|evening|morning|week|weekend|month|other (?:day|night))|daily|nightly"
    r"|(?:once|twice|(?:\d+|two|three|four|five) times) (?:a|per|each|every) (?:day|night|week|month))"
)
_PEOPLE = (
    r"(?:friends?|family|families|parents?|mother|father|mum|mom|dad|sisters?|brothers?|siblings|relatives|in-laws"
    r"|colleagues?|co-?workers?|ex(?:es)?|neighbou?rs?|men|women|guys|girls|males?|females?|other people|anyone else"
    r"|anybody else|outsiders)"
)
_SEE = (
    r"(?:see(?:s|ing)?|meet(?:s|ing)?|visit(?:s|ing)?|call(?:s|ing)?|text(?:s|ing)?|contact(?:s|ing)?"
    r"|(?:talk|speak|write)(?:s|ing)? (?:to|with)|hang(?:s|ing)? out with|go(?:es|ing)? out with"
    r"|(?:be|being|stay|staying) (?:friends|in touch) with|spend(?:s|ing)? time with|be alone with)"
)
_GENTLY = r"(?:more |very |always |really |truly |just |so )?"
_TRAIT = (
    r"(?:lazy|selfish|crazy|childish|immature|stupid|dramatic|needy|clingy|controlling|stubborn|ungrateful|bossy"
    r"|careless|unreasonable|oversensitive|too sensitive|hysterical|pathetic|passive[- ]aggressive|annoying|arrogant"
    r"|irresponsible|boring|rude|manipulative|toxic|narcissistic|unstable|insecure|spoiled|useless|heartless"
    r"|(?:a |an )?(?:nag|jerk|idiot|baby|liar|slob|narcissist|doormat|control freak|drama queen|coward|egoist))"
)

SAFETY = (
    ClauseRule(
        "watching",
        _(
            "Your phone, your messages and where you are can stay your own business, however close you are. If either "
            "of you doesn’t feel free to say no to this, there’s something to read before you sign."
        ),
        near="account air chat camera code comput diar dms face find gps history inbox instagram journal laptop letter locat lock log mail messag passw phone photo pictur pin position privacy proof prove repl respond answer back pick screenshot selfie snapchat social spy text tiktok track unlock video where whats call",
        always=(
            rf"(?:\bno\b|{_NOT})[^,]*\b(?:lock|hide|delete|chang)\w*\b[^,]*\b(?:{_PHONE}|{_SECRET})\b",
            rf"\bno\b (?:secret |private |locked |hidden ){{1,4}}(?:{_PHONE}|{_SECRET})\b",
            rf"\b(?:not allowed|no right) to (?:have |keep )?(?:a |an |any )?(?:private|own|locked) (?:{_PHONE}|{_SECRET})\b",
            r"\bno privacy\b",
            rf"\b(?:phones?|messages|{_SECRET}) (?:are|is|stay|stays|remain) (?:always )?(?:open|unlocked|shared|visible)\b",
            r"\blocations? (?:is|are|stays?|remains?|sharing)? ?(?:always |never )?(?:on|off|shared|visible)\b",
        ),
        unless_denied=(
            rf"\b(?:check|go through|look (?:in|into|through|over)|search|scroll through|inspect|monitor)(?:s|es|ing)?\b"
            rf" (?:into |through )?(?:{_WHOSE} )?(?:\w+ )?{_PHONE}\b(?! (?:together|about))",
            rf"\b(?:reads?|reading|look(?:s|ing)? at|see(?:s|ing)?|open(?:s|ing)?|us(?:e|es|ing)|watch(?:es|ing)?) {_THEIRS} (?:\w+ )?{_PHONE}\b"
            rf"(?! (?:together|about))",
            rf"\baccess to (?:{_WHOSE} )?(?:\w+ )?{_PHONE}\b",
            rf"\b(?:show|hand(?:s|ing)? over|give|share)(?:s|ing)? (?:me |us |him |her |{SOMEBODY} )?(?:{_WHOSE} )(?:\w+ )?{_PHONE}\b",
            rf"\b(?:know|have|share|give|exchange|hand over|tell|get)(?:s|ing)?\b[^,]*\b{_SECRET}\b",
            r"\b(?:shar(?:e|es|ing)|track(?:s|ing)?|check(?:s|ing)?|see(?:s|ing)?|follow(?:s|ing)?|send(?:s|ing)?|turn(?:s|ing)? on)"
            r"\b[^,]*\b(?:locations?|whereabouts|gps|find my|position)\b",
            r"\b(?:location|tracking|tracker|gps|air ?tag|camera|spy)s?\b[^,]*\b(?:app|on|installed|in the (?:car|house|home|bag))\b",
            rf"\b(?:say|tell|text|report|know|write|call|inform)(?:s|ing)?\b[^,]*\bwhere (?:I|you|he|she|{SOMEBODY}|we|they|each|one of us)"
            r"(?: is| are| am|'s|'re)?\b[^,]*\b(?:all the time|at all times|always|every (?:hour|time)|with whom|who with)",
            rf"\b(?:always|at all times|at any time) (?:know|tell|report)s?\b[^,]*\bwhere (?:I|you|he|she|{SOMEBODY}|the other)\b",
            r"\b(?:messages?|texts?|calls?)\b[^,]*\b(?:answered|returned)\b[^,]*\b(?:immediately|right away|at once|within (?:\w+) min\w*)\b",
            r"\b(?:answer|repl(?:y|ies)|respond|pick up|call back|text back|write back)(?:s|ed)?\b[^,]*\b(?:messages?|texts?|calls?|phones?|me)\b"
            r"[^,]*\b(?:immediately|right away|at once|within (?:\w+) min\w*)\b",
            r"\b(?:photo|picture|selfie|video(?: call)?|screenshot|live location)s?\b[^,]*\b(?:prove|proof|to show where)\b",
        ),
        safety=True,
    ),
    ClauseRule(
        "money",
        _(
            "It helps if each of you has some money to decide about alone. If either of you doesn’t feel free to say "
            "no to this, there’s something to read before you sign."
        ),
        near="account allow buy card career cash cent dollar earn euro expens financ income job money pay penny pocket pound purchas receipt salar saving shop spend stud wage withdraw work",
        always=(
            rf"{_NOT} (?:allowed |permitted )?(?:to )?(?:have|has|keep|keeps|own|open|opens)\b[^,]*\bown (?:bank )?"
            r"(?:account|money|card|income|savings)\b",
            r"\bno own (?:account|money|card|income|savings)\b",
            rf"{_NOT} (?:allowed |permitted )to (?:work|earn|have a job|take a job|study)\b",
            rf"{_NOT} (?:allowed to )?{_SPEND}\b[^,]*\b(?:without|unless)\b[^,]*\b(?:permi\w+|allow\w*|my|your|his|her|{SOMEBODY}'s|"
            rf"asking (?:me|him|her|{SOMEBODY}))\b",
            rf"\bno (?:{_SPEND}|purchases?|money)\b[^,]*\bwithout\b[^,]*\b(?:permi\w+|asking|my|your|his|her|{SOMEBODY}'s)\b",
        ),
        unless_denied=(
            rf"\b{_ONE} (?:alone )?(?:decides?|keeps?|manages?|holds?|controls?|handles?|has|have|gets?|looks? after|is in charge of)"
            rf"(?: of)? (?:about |on |over )?(?:all |the |our |any |everything about |all of ){{0,4}}{_MONEY}\b",
            rf"\b(?:hand|give|turn|transfer|pay)(?:s|ing)?(?: over| in)? (?:me |him |her |{SOMEBODY} )?(?:all (?:of )?)?(?:his|her|your|my|their|the|{SOMEBODY}'s)"
            rf" (?:whole |entire |full )?{_MONEY}\b",
            rf"\b(?:ask|asks|asking|get|gets|getting|needs?|with)\b[^,]*\b(?:permission|allow\w+|approval|an ok|me|him|her|{SOMEBODY})\b[^,]*"
            rf"\b(?:before|to|for|when) (?:\w+ )?(?:{_SPEND}|{_MONEY})\b",
            r"\b(?:show|shows|showing|keep|keeps|hand in|hands in|present|presents|bring|brings)\b[^,]*\b(?:every|all|each|the) receipts?\b",
            r"\b(?:account|accounts|answer|answers|explain|explains|justify|justifies)(?: for)? (?:every|each) (?:euro|dollar|pound|penny|cent|"
            r"purchase|expense)\b",
            r"\b(?:an? |weekly |monthly |his |her |your |my ){1,4}(?:allowance|pocket money)\b",
            rf"\b(?:gives? up|quits?|stops?) (?:his|her|your|my|the|{SOMEBODY}'s) (?:job|work|career|studies)\b",
            rf"\bonly {_ONE} (?:has|have|knows?|gets?|uses?|may use)\b[^,]*\b(?:card|account|bank|money|pin)s?\b",
        ),
        safety=True,
    ),
    ClauseRule(
        "sex",
        _(
            "A yes to sex or touch is only for that moment, and a no never needs a reason. If either of you doesn’t "
            "feel free to say no to this, there’s something to read before you sign."
        ),
        near="bed intima love physical sex sleep",
        always=(
            rf"(?:\b(?:no|nobody|no one|neither of us)\b|{_NOT}) (?:\w+ )?\b(?:say(?:s|ing)? no|refus\w+|reject\w*|turn\w* (?:me|him|her|it|{SOMEBODY}|the other) down|den(?:y|ies|ying))\b"
            rf"[^,]*\b{_SEX}\b",
            rf"\b{_SEX}\b[^,]*(?:\bno\b|{_NOT})[^,]*\b(?:refus\w+|reject\w*|denied|turned down|withheld|excuses?|headaches?)\b",
            rf"\b(?:no|without) (?:excuses?|refusals?)\b[^,]*\b{_SEX}\b",
            rf"{_NOT} (?:be )?(?:withhold\w*|refus\w+)[^,]*\b{_SEX}\b",
        ),
        unless_denied=(
            rf"\b(?:has|have|having|make|makes|get|gets)\b[^,]*\b(?:sex|love|intimate)\b[^,]*\b(?:{_OFTEN}|whenever|when(?:ever)? (?:I|he|she|you|{SOMEBODY}|"
            rf"one of us|either(?: of us)?) wants?|on demand|at least)\b",
            rf"\b{_SEX}\b[^,]*\b(?:{_OFTEN}|on demand|whenever (?:I|he|she|you|{SOMEBODY}|one of us|either)|is (?:a |owed|due|expected)(?:\w+)?|"
            rf"duty|obligation|as a (?:reward|punishment|thank)|to make up)\b",
            rf"\b(?:must|has to|have to|owes?|duty|obliged|entitled|right to|always|expected)\b[^,]*\b{_SEX}\b",
            rf"\b(?:at least|{_OFTEN})\b[^,]*\b(?:sex|intimate|make love)\b",
            r"\bafter (?:a|every|each|the) (?:fight|quarrel|argument|row)\b[^,]*\b(?:sex|make love)\b",
        ),
        except_for=(r"\b(?:talk|speak)(?:s|ing)? about (?:sex|intimacy|what we like in bed)\b",),
        safety=True,
    ),
    ClauseRule(
        "people",
        _(
            "It’s good for each of you to have your own friends and family, however close you are. If either of you "
            "doesn’t feel free to say no to this, there’s something to read before you sign."
        ),
        near="alone anybody anyone brother colleague contact cut dad ex famil father follow friend girl guy in-law male meet men mom mother mum neighb number other outsider out parent people relative see sibling sister tie visit who without worker approv choos decid",
        always=(
            rf"(?:{_NOT}|\b(?:stops?|no longer|quits?|gives? up|may no longer)\b) (?:allowed to |to )?{_SEE} (?:with )?(?:{_WHOSE} )?"
            rf"(?:\w+ )?{_PEOPLE}\b(?! (?:about|of (?:it|this|our)|in|while|during|after|before|when|what))",
            rf"\bno (?:more |own |other |male |female |single |contact (?:with|to) ){{1,4}}(?:{_WHOSE} )?(?:\w+ )?(?:{_PEOPLE})\b",
            rf"\bcut(?:s|ting)? (?:off )?(?:all )?(?:contact|ties)\b|\bcut(?:s|ting)? (?:off|out) (?:who|every|any|{_WHOSE} (?:\w+ )?{_PEOPLE})",
            rf"\bcut(?:s|ting)? {_WHOSE} (?:\w+ )?{_PEOPLE} (?:off|out)\b",
            rf"\b(?:only|just)\b[^,]*\b(?:see|sees|meet|meets|visit|visits|talk to)\b[^,]*\b{_PEOPLE}\b[^,]*\b(?:together|with me|when (?:I|he|she|{SOMEBODY})|"
            rf"if (?:I|he|she|{SOMEBODY})|both)\b",
            rf"\b{_PEOPLE}\b[^,]*\bonly\b[^,]*\b(?:together|with me|when (?:I|he|she|{SOMEBODY}) (?:is|am)|if (?:I|he|she|{SOMEBODY}))\b",
            rf"(?:{_NOT}|\b(?:neither of us|nobody|no one)\b) (?:\w+ ){{0,2}}?(?:go|goes|going|stay|stays|travel|travels) (?:out|away|anywhere)\b[^,]*"
            rf"\b(?:alone|without (?:me|him|her|{SOMEBODY}|the other|each other|permission|asking))\b",
        ),
        unless_denied=(
            rf"\b(?:delete|block|unfriend|unfollow|remove)(?:s|ing)?\b[^,]*\b(?:{_PEOPLE}|contacts?|numbers?|followers)\b",
            rf"\b(?:ask|asks|asking|permission|allow\w*|approval|approves?|an ok|my ok)\b[^,]*\b(?:before|to|for) (?:\w+ )?{_SEE}\b",
            r"\b(?:ask|asks|asking|permission|allow\w*|approval)\b[^,]*\b(?:before|to|for) (?:going|go) out\b",
            rf"\b(?:I|he|she|{SOMEBODY}|you) (?:decides?|chooses?|approves?|says?)(?: of)? (?:who|which {_PEOPLE}|whom)\b",
        ),
        safety=True,
    ),
    ClauseRule(
        "force",
        _(
            "No rule can decide over someone’s body, or stop someone leaving. If either of you doesn’t feel free to "
            "say no to this, there’s something to read before you sign."
        ),
        near="grab hit hold leav lock punish push shak shov slap spank",
        unless_denied=(
            r"\b(?:may|can|allowed to|deserves?|is okay to|is fine to|has the right to)\b[^,]*\b(?:hit|slap|push|shove|grab|shake|spank|hold down|"
            rf"lock (?:in|up|him|her|me|you|{SOMEBODY}|the door))\b",
            rf"\block(?:s|ed)? (?:the other|him|her|me|you|{SOMEBODY}) (?:in|out|up)\b",
            r"\b(?:must|has to|have to|need to|may) not leave (?:the )?(?:house|flat|home|room)\b",
            r"\bpunish(?:es|ed|ment)?\b",
        ),
        always=(
            r"\b(?:not allowed to|may not|must not|cannot|can't) leave (?:the )?(?:house|flat|home|room|apartment)\b",
        ),
        safety=True,
    ),
)

GENTLE = (
    ClauseRule(
        "both",
        _("This asks something of only one of you. Could it start with “We”, so that it counts for both?"),
        always=(
            rf"\b(?:you|he|she|{SOMEBODY})\b(?: (?:just|also|really|simply|then|first|only|both))? "
            r"(?:must|mustn't|has to|have to|should|shouldn't|needs? to|ought to|may not|can't|cannot|will|won't|never|always|stops?|doesn't|don't"
            r"|is to|are to|(?:is|are)(?: not|n't) allowed|isn't allowed|aren't allowed|promises?|agrees? (?:to|not))\b",
            r"\bI (?:will|won't|must|never|always|promise|should|have to|need to|stop|don't)\b|\bI'll\b",
            r"\b(?:tell|ask|show|answer|obey|listen to) me\b",
        ),
        except_for=(
            r"\b(?:both|each|either|neither|one of us|whoever|nobody|no one|the other|everybody|everyone|anyone|anybody|together|in turn"
            r"|take turns|we)\b",
        ),
    ),
    ClauseRule(
        "behaviour",
        _(
            "You can’t agree on what someone is like, only on what you do. What would each of you do, or stop doing, "
            "that you’d both notice?"
        ),
        always=(
            rf"\b(?:be|being|is|are|am|you're|he's|she's|becomes?|acts?|acting|get|gets)(?: \w+)?(?: (?:so|such|less|too|like))? {_TRAIT}\b",
            r"\ba (?:much )?(?:better|nicer|kinder|different|normal|stronger|good) (?:person|partner|husband|wife|man|woman|listener)\b",
            rf"(?:\b(?:stop|less)|{_NOT}) (?:be |being )(?:so |such a |that )?(?:difficult|cold|negative|emotional|sensitive|mean)\b",
        ),
        except_for=(r"\b(?:say|says|saying|call|calls|calling|names|word|words|sentence|feels?|worr(?:y|ies))\b",),
    ),
    ClauseRule(
        "noticeable",
        _(
            "How would you both notice it? Say what you could see or hear, for example “We put our phones away while "
            "one of us talks”."
        ),
        always=(
            r"\brespect(?:ful|fully|s)?\b",
            rf"\b(?:be|are|stay|remain) {_GENTLY}(?:nice|nicer|kind|kinder|patient|considerate|supportive|positive|loving|fair|honest|open|polite"
            rf"|gentle|understanding|mature|reasonable|better|there for)\b",
            r"\bcommunicat(?:e|ion)\b",
            r"\blisten(?:ing)? (?:better|more|properly|well|carefully)\b|\breally listen\b",
            r"\b(?:love|trust|support|appreciate|understand|value|accept|care (?:for|about)) each other\b",
            r"\btry (?:harder|our best|to be)\b|\bdo our best\b|\bmake (?:an|more|a real) effort\b",
            r"\bmore (?:often|quality time|time|romance|fun|affection)\b",
            r"\boverreact\b|\bget along\b|\bkeep the peace\b",
        ),
        except_in_quotes=(
            r"[\d“\":]|\b(?:when|whenever|if|before|after|until|while|by \w+ing|minutes?|hours?|days?|weeks?|evenings?|mornings?|nights?"
            r"|sundays?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|says?|ask|asks|first|then|once|without|instead|name|write|put"
            r"|at least|every|not what kind)\b",
        ),
    ),
)
