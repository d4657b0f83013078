"""What the report calls things, in English; the catalogues hold the other languages."""

from spejl.codes import ClientTalk, Code
from spejl.report.practice import Step

CODE_NAMES: dict[Code, str] = {
    Code.GI: "Giving information",
    Code.PERSUADE: "Persuade",
    Code.PERSUADE_WITH: "Persuade with permission",
    Code.Q: "Question",
    Code.SR: "Simple reflection",
    Code.CR: "Complex reflection",
    Code.AF: "Affirm",
    Code.SEEK: "Seeking collaboration",
    Code.EMPHASIZE: "Emphasizing autonomy",
    Code.CONFRONT: "Confront",
    Code.NC: "Not coded",
}

TALK_NAMES: dict[ClientTalk, str] = {
    ClientTalk.CHANGE: "change talk",
    ClientTalk.SUSTAIN: "sustain talk",
    ClientTalk.NEUTRAL: "neutral",
}

MOMENT_WORDS: dict[Code, str] = {
    Code.CR: "You heard more than the words said, and gave it back.",
    Code.SR: "You gave back what you heard, so the other could hear it too.",
    Code.AF: "You named something good and specific about the other.",
    Code.EMPHASIZE: "You made it plain that the choice is the other's own.",
    Code.SEEK: "You shared the lead and asked what the other wanted.",
    Code.PERSUADE_WITH: "You offered advice with leave, so the other was free to use it or not.",
    Code.Q: "You asked in a way that invited the other to tell.",
}

STEP_WORDS: dict[Step, tuple[str, str]] = {
    Step.ASK_LEAVE: (
        "Ask leave before you give advice",
        "Advice lands better when the other has said yes to hearing it, or has first been asked "
        "what they know and have tried.",
    ),
    Step.REFLECT: (
        "Give back what you heard before the next question",
        "When the other says something that matters, a short reflection shows that it was heard "
        "and often brings out more than a new question does.",
    ),
    Step.CATCH_CHANGE: (
        "Stay with the change talk",
        "Here the other said something for the change, and the talk went on to something else. "
        "Linger: give it back, or ask for more of it.",
    ),
    Step.DEEPEN: (
        "Let a reflection go one step further",
        "Say what you think lies behind the words: a feeling, a value, a hope, or both sides at "
        "once. A wrong guess is all right; the other will correct you.",
    ),
    Step.OPEN_UP: (
        "Turn a closed question into an open one",
        "Open questions give the other room to tell in their own order.",
    ),
    Step.AFFIRM: (
        "Name an effort or a strength",
        "When the other tells of a step or a wish, say what you see of strength in it, in a few "
        "plain words.",
    ),
}

EXAMPLES: dict[Step, tuple[str, ...]] = {
    Step.ASK_LEAVE: (
        "Is it all right if I tell you what has helped others?",
        "What have you already tried yourself?",
    ),
    Step.REFLECT: ("So that is how it has been for you.", "You do not feel like doing it alone."),
    Step.CATCH_CHANGE: (
        "You have actually thought about how it could be done.",
        "Tell me more about that. What would be good about it?",
    ),
    Step.DEEPEN: (
        "It costs you something to say that out loud.",
        "A part of you wants to, and a part of you would rather be left in peace.",
    ),
    Step.OPEN_UP: ("How has it been since last time?", "What would it take?"),
    Step.AFFIRM: (
        "You went, though it was hard. That took something.",
        "It shows how much your family means to you.",
    ),
}
