//! A small study in memory, for tests of the screen. Its texts never change, so that its pictures do not either.

use std::sync::Arc;

use crate::model::codebook::{Codebook, ReadFamily};
use crate::model::document::{FrontMatter, split};
use crate::model::{Document, DocumentKey, Study, StudyConfig};
use crate::store::LoadedText;

const CONFIG: &str = r#"
format = 1
title = "Proefstudie"
languages = ["nl", "en"]
tree = ["cyclus", "traject"]
[[attribute]]
id = "instrument"
name = { nl = "instrument", en = "instrument" }
values = ["observatie", "gesprek"]
[[attribute]]
id = "cyclus"
name = { nl = "cyclus", en = "cycle" }
values = ["1", "2"]
[[attribute]]
id = "traject"
name = { nl = "traject", en = "trajectory" }
values = ["Verkenners", "Driehoek"]
[[strand]]
label = "WAARNEMING"
"#;

pub const LM: &str = r##"
family = "lm"
name = { nl = "Leermechanismen", en = "Learning mechanisms" }
exclusive = true
[[facet]]
id = "niveau"
name = { nl = "niveau", en = "level" }
kind = "one"
ask = "now"
[[facet.value]]
id = "interpersoonlijk"
name = { nl = "interpersoonlijk", en = "interpersonal" }
[[facet.value]]
id = "intrapersoonlijk"
name = { nl = "intrapersoonlijk", en = "intrapersonal" }
[[code]]
id = "reflectie"
name = { nl = "Reflectie", en = "Reflection" }
color = "#3aa05a"
[[code]]
id = "perspectief-maken"
parent = "reflectie"
name = { nl = "Perspectief maken", en = "Perspective making" }
definition = { nl = "Het eigen weten wordt onder woorden gebracht voor de ander.", en = "One's own knowledge is put into words for the other." }
key = "pm"
[[code]]
id = "perspectief-nemen"
parent = "reflectie"
name = { nl = "Perspectief nemen", en = "Perspective taking" }
definition = { nl = "De kwestie wordt bekeken door de ogen van de ander, en dat telt mee.", en = "The matter is seen through the eyes of the other, and that counts." }
include = [{ nl = "Bijgesteld begrip of plan.", en = "Adjusted understanding or plan." }]
exclude = [{ nl = "Sympathie zonder inhoud.", en = "Sympathy without substance." }]
key = "pn"
color = "#29ab10"
[[code]]
id = "gedeelde-probleemruimte"
name = { nl = "Gedeelde probleemruimte", en = "Shared problem space" }
key = "gp"
color = "#b04a9e"
"##;

pub const GO: &str = r##"
family = "go"
name = { nl = "Grensobjecten", en = "Boundary objects" }
[[code]]
id = "grensobject"
name = { nl = "Grensobject", en = "Boundary object" }
key = "go"
color = "#c8871e"
"##;

const D01: &str = "\
---
id: d01
title: Verkenners, bijeenkomst 1
language: nl
instrument: observatie
cyclus: 1
traject: Verkenners
---
# Verzonnen observatie

WAARNEMING: De tafels staan in een kring. Niemand zit.
CITAAT: Waar is de koffie?
WAARNEMING: Er wordt gelachen.
";

const D10: &str = "\
---
id: d10
title: Driehoek, bijeenkomst 3
language: nl
instrument: gesprek
cyclus: 2
traject: Driehoek
speakers:
  FA1: facilitator
  IO2: instituutsopleider
  SO4: schoolopleider
  ST1: student
---
# Verzonnen gesprek: deze mensen bestaan niet

[00:14:05] FA1: Leg de kaart eens midden op tafel. Wat zie je als je op de stoel van ST1 gaat zitten?
[00:14:31] SO4: Eh... dat ze drie keer hetzelfde moet opschrijven. (lacht) Dat had ik nooit zo bekeken, o.a. omdat ik haar logboek alleen op dinsdag zie.
[00:14:52] IO2: Wij ook niet. Dan is het dus niet jouw formulier of het mijne, dan is dit van ons drieën.
[00:15:10] ST1: Ik zou één blad willen, [onverstaanbaar] maar dan wel met de vragen van de klas erop. 👩‍👧 Kan dat?
[00:15:22] FA1: En wat zou jij daarvoor moeten loslaten?
[00:15:30] IO2: Ons beoordelingsformulier. Nou ja, bijna.
[00:15:41] SO4: Dat heb ik je nog nooit horen zeggen.
[00:15:47] IO2: Nee. Ik mezelf ook niet.
[00:16:02] ST1: Mag ik dan nu al stoppen met dat logboek? Het kost me elke donderdagavond, en niemand leest het.
[00:16:15] SO4: Ik lees het. Bij de koffie, om half acht: dan weet ik waar ik moet gaan zitten.
[00:16:31] FA1: Hou dat even vast.
";

/// The study without codings, and the texts of its documents.
pub fn small_study() -> (Study, Vec<Arc<LoadedText>>) {
    study_of(&[("corpus/d01.md", D01), ("corpus/d10.md", D10)], &[("lm", LM), ("go", GO)])
}

/// A study of these files.
pub fn study_of(files: &[(&str, &str)], families: &[(&str, &str)]) -> (Study, Vec<Arc<LoadedText>>) {
    let mut study = Study::new(StudyConfig::parse(CONFIG).unwrap());
    let families =
        families.iter().map(|(id, toml)| ReadFamily::parse(&format!("codebook/{id}.toml"), toml).unwrap());
    study.codebook = Codebook::build(families.collect(), &mut study.names.codes).0;
    let mut documents = Vec::new();
    let mut texts = Vec::new();
    for (path, file) in files {
        let parts = split(file);
        let front = parts.head.map_or_else(FrontMatter::default, |head| FrontMatter::parse(head).unwrap());
        let id = front.id.clone().unwrap_or_else(|| (*path).to_owned());
        let key: DocumentKey = study.names.documents.number(&id);
        let text = &file[parts.text_start..];
        let document = Document {
            key,
            id,
            path: (*path).to_owned(),
            front,
            text_start: parts.text_start as u32,
            text_length: text.len() as u32,
        };
        texts.push(Arc::new(LoadedText::new(key, text.to_owned(), &document.speaker_labels(), None)));
        documents.push(document);
    }
    study.set_documents(documents);
    (study, texts)
}
