//! What the memo editor says.

use crate::ui::language::Language;

/// A fixed word or phrase.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui::panel) enum Word {
    /// On the study.
    Study,
    /// On a document.
    Document,
    /// On a code.
    Code,
    /// On a passage without a code.
    Passage,
    /// On several of them.
    Passages,
    /// Asks what becomes of words that were not saved.
    Keep,
    /// The words were saved.
    Saved,
    /// The memo was emptied, and so it is gone.
    Gone,
    /// The passage is not in the text that is open now.
    TextMoved,
    /// Its words were changed outside and are not saved yet.
    Outside,
}

impl Word {
    pub(in crate::ui::panel) fn say(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Self::Study => ("de studie", "the study"),
            Self::Document => ("document", "document"),
            Self::Code => ("code", "code"),
            Self::Passage => ("passage", "passage"),
            Self::Passages => ("passages", "passages"),
            Self::Keep => ("Bewaren?  j ja · n nee · esc verder", "Save?  y yes · n no · esc go on"),
            Self::Saved => ("memo bewaard", "memo saved"),
            Self::Gone => ("leeg memo weggehaald", "empty memo taken away"),
            Self::TextMoved => (
                "de tekst is intussen een andere; kopieer uw woorden en kies de passage opnieuw",
                "the text is another one by now; copy your words and choose the passage again",
            ),
            Self::Outside => {
                ("terug uit uw editor, nog niet bewaard", "back from your editor, not saved yet")
            }
        };
        language.pick(dutch, english)
    }
}

/// A type of memo, for people; types that others made up stay as they are.
pub(in crate::ui::panel) fn kind_name(kind: &str, language: Language) -> &str {
    let english = match kind {
        "analytisch" => "analytic",
        "reflexief" => "reflexive",
        "methodisch" => "methodological",
        "codedefinitie" => "code definition",
        "les" => "lesson",
        "ethisch" => "ethical",
        other => other,
    };
    language.pick(kind, english)
}
