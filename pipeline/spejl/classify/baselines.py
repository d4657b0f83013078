"""Two classifiers that any model must beat: always the commonest code, and key words."""

import re
from collections.abc import Sequence

from spejl.codes import ClientTalk, Code, Form
from spejl.model import Evidence
from spejl.sessions import CodedUtterance, Role, Session, Utterance


class MajorityClassifier:
    """Codes everything alike: NC and neutral, the commonest in ordinary talk."""

    id = "majority@1"

    def classify(
        self, session: Session, utterances: Sequence[Utterance], found: Evidence | None
    ) -> tuple[CodedUtterance, ...]:
        """Code utterances; see `Classifier`. No evidence is used."""
        return tuple(_plain(u, Code.NC, ClientTalk.NEUTRAL) for u in utterances)


_OPEN = (
    r"hvad|hvordan|hvorfor|vad|hur|varför|hva|kva|korleis|kvifor|hvilke|vilka|"
    r"fortæl|berätta|fortell|fortel"
)
_CODE_WORDS: tuple[tuple[Code, str], ...] = (
    (
        Code.SEEK,
        r"er det (i orden|okay|ok|greit)|må jeg (godt )?fortælle|får jag (lov att )?berätta|"
        r"kan jeg få fortelle|kan eg få fortelje|hvad vil du helst|vad vill du helst|"
        r"hva vil du helst|kva vil du helst|är det (okej|ok) om",
    ),
    (
        Code.EMPHASIZE,
        r"(det er|är) (jo |ju )?(helt |heilt )?(dig|deg|du),? (der|som) (bestemmer|bestämmer)|"
        r"op til dig|opp til deg|upp till dig|dit valg|ditt val|ditt valg|"
        r"du bestemmer|du bestämmer",
    ),
    (
        Code.CONFRONT,
        r"du (ved|vet|veit) (godt|mycket väl|godt|utmerket|gott)|hold nu op|skärp dig|"
        r"det passer ikke|det stämmer inte|det stemmer ikke|undskyldning|ursäkter|unnskyldning",
    ),
    (
        Code.PERSUADE,
        r"\b(du (skal|skulle|burde|bør|må|måste|borde|ska))\b|"
        r"hvis jeg var dig|om jag var du|hvis jeg var deg|kunne du ikke bare",
    ),
    (Code.AF, r"\b(flot|stærkt|modigt|starkt|modig|imponer|duktig|tapper)"),
    (Code.GI, r"\b(kommunen|undersøgelser|forskning|forskningen|reglerne|reglerna|reglene)\b"),
)
_CHANGE = r"\b(jeg|jag|eg) (vil|vill|skal|ska|kan) (gerne|gärna|gjerne|godt|nok)?"
_SUSTAIN = (
    r"\b(kan|vil|vill|gider|orkar|orker|tør|vågar) (jeg |jag |eg )?(jo |ju )?(ikke|inte|ikkje)\b"
)


class KeywordClassifier:
    """Codes by key words and punctuation, as a first sketch of such a tool would."""

    id = "keyword@1"

    def classify(
        self, session: Session, utterances: Sequence[Utterance], found: Evidence | None
    ) -> tuple[CodedUtterance, ...]:
        """Code utterances; see `Classifier`. No evidence is used."""
        return tuple(self._one(u) for u in utterances)

    def _one(self, utterance: Utterance) -> CodedUtterance:
        text = utterance.text.lower()
        if utterance.role is Role.CLIENT:
            if re.search(_SUSTAIN, text):
                return _plain(utterance, Code.NC, ClientTalk.SUSTAIN)
            talk = ClientTalk.CHANGE if re.search(_CHANGE, text) else ClientTalk.NEUTRAL
            return _plain(utterance, Code.NC, talk)
        for code, words in _CODE_WORDS:
            if re.search(words, text):
                return _plain(utterance, code, ClientTalk.NEUTRAL)
        if "?" in text or re.match(_OPEN, text):
            return _plain(utterance, Code.Q, ClientTalk.NEUTRAL)
        long = len(text.split()) >= 6 and re.search(r"\b(du|dig|deg|din|ditt|dit)\b", text)
        return _plain(utterance, Code.SR if long else Code.NC, ClientTalk.NEUTRAL)


def _plain(utterance: Utterance, code: Code, talk: ClientTalk) -> CodedUtterance:
    """A coded utterance without probabilities, by the speaker's role."""
    if utterance.role is Role.PRACTITIONER:
        detail = None
        if code in (Code.Q, Code.SEEK):
            opens = re.search(rf"\b({_OPEN})\b", utterance.text.lower())
            detail = str(Form.OPEN if opens else Form.CLOSED)
        return CodedUtterance(utterance, code=code, detail=detail)
    if utterance.role is Role.CLIENT:
        return CodedUtterance(utterance, client_talk=talk)
    return CodedUtterance(utterance)
