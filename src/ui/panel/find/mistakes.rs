//! What is wrong with a question, in the language of the screen.

use crate::index::query::{Beside, Mistake, Named};
use crate::ui::language::Language;

/// Names that are listed at most.
const LISTED: usize = 12;

/// The sentence for a person.
pub(super) fn say(mistake: &Mistake, language: Language) -> String {
    match language {
        Language::Dutch => dutch(mistake),
        Language::English => mistake.to_string(),
    }
}

fn dutch(mistake: &Mistake) -> String {
    match mistake {
        Mistake::Empty => "hier hoort een vraag, zoals `code:ID` of `samen leren`".to_owned(),
        Mistake::Unclosed(sign) => format!("`{sign}` gaat hier open en nooit dicht"),
        Mistake::Unopened => "`)` sluit niets; hier hoort een woord of een voorwaarde zoals `code:ID`".to_owned(),
        Mistake::Missing(beside) => {
            format!("hier hoort een woord of een voorwaarde zoals `code:ID`, {}", place(beside))
        }
        Mistake::TooDeep(most) => format!("meer dan {most} haakjes in elkaar; schrijf de vraag met minder"),
        Mistake::TooLong(most) => format!("deze vraag heeft meer dan {most} delen; vraag minder tegelijk"),
        Mistake::NoField { name, nearest, known } => {
            let known = known.iter().map(|name| format!("`{name}:`")).collect::<Vec<_>>().join(" ");
            format!("`{name}:` kan hier niet gevraagd worden{}; wel {known}", meant(nearest.as_ref(), ":"))
        }
        Mistake::NoName { name, kind, nearest, known } => {
            let meant = meant(nearest.as_ref(), "");
            match list(known) {
                Some(known) => format!("`{name}` is geen {}{meant}; wel {known}", named(kind)),
                None => format!("`{name}` is geen {}{meant}", named(kind)),
            }
        }
        Mistake::NoValue { kind, known } => match list(known) {
            Some(known) => format!("achter de dubbele punt hoort een {}: {known}", named(kind)),
            None => format!("achter de dubbele punt hoort een {}", named(kind)),
        },
        Mistake::TakesNone(name) => format!("achter `{name}:` hoort niets; haal weg wat daar staat"),
        Mistake::NoWord => "hier staat geen woord om te zoeken; een woord heeft een letter of cijfer".to_owned(),
        Mistake::StarInside => {
            "een ster staat vooraan of achteraan een woord; in het midden: `/gr.*ns/`".to_owned()
        }
        Mistake::StarAlone => "een ster heeft letters naast zich nodig, zoals `grens*` of `*werk*`".to_owned(),
        Mistake::Letters => "achter een woord staat `~1` of `~2`: zoveel letters mogen anders zijn".to_owned(),
        Mistake::Slop => {
            "achter een woordgroep staat `~` met een getal: zoveel woorden mogen ertussen, zoals `\"taal doelen\"~3`".to_owned()
        }
        Mistake::Forms => {
            "`~` zoekt de vormen van één woord: `~begeleiden`, zonder een vorm: `~begeleiden-beleid`".to_owned()
        }
        Mistake::Hyphen(word) => format!("een streepje laat niets weg; schrijf `NOT {word}`"),
        Mistake::Pattern(reason) => format!("dit is geen reguliere expressie: {reason}"),
        Mistake::BehindPattern => {
            "de reguliere expressie eindigt bij de schuine streep hiervoor; een streep erin is `\\/`".to_owned()
        }
        Mistake::NearWhat => "`near` heeft een aantal beurten nodig: `near/2`".to_owned(),
        Mistake::Range => "een bereik heeft een eind: `a..b`, `a..` of `..b`".to_owned(),
        Mistake::Circle(names) => {
            let names = names.iter().map(|name| format!("`@{name}`")).collect::<Vec<_>>().join(" vraagt ");
            format!("deze bewaarde vraag vraagt zichzelf: {names}")
        }
        Mistake::InSaved { name, mistake, .. } => format!("in de bewaarde vraag `@{name}`: {}", dutch(mistake)),
    }
}

fn place(beside: &Beside) -> String {
    match beside {
        Beside::Here => "op deze plaats".to_owned(),
        Beside::Before(word) => format!("voor `{word}`"),
        Beside::After(word) => format!("achter `{word}`"),
    }
}

fn named(kind: &Named) -> String {
    match kind {
        Named::Code => "code",
        Named::Family => "familie",
        Named::Coder => "coder in deze studie",
        Named::Document => "document",
        Named::Speaker => "spreker in deze studie",
        Named::Role => "rol in deze studie",
        Named::Strand => "label zonder persoon",
        Named::Unit => "eenheid met haakjes, zoals `in:document (A B)`",
        Named::Saved => "bewaarde vraag",
        Named::MemoWords => "woord van een memo",
        Named::DefinitionWords => "woord van een definitie",
        Named::Attribute(name) | Named::Facet(name) => return format!("waarde van `{name}`"),
    }
    .to_owned()
}

fn list(known: &[String]) -> Option<String> {
    let mut words = known.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if known.len() > LISTED {
        words.push_str(", …");
    }
    (!known.is_empty()).then_some(words)
}

fn meant(nearest: Option<&String>, behind: &str) -> String {
    nearest.map_or(String::new(), |nearest| format!(" (bedoelt u `{nearest}{behind}`?)"))
}
