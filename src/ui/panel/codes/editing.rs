//! Editing by keyboard: new codes, names, fields, order, retiring.

use super::change;
use super::fields::{self, Field};
use super::rows::{Of, roots};
use super::words::Word;
use super::{Codes, Focus};
use crate::model::codebook::NewCode;
use crate::model::codebook_edit::{self, parent_id};
use crate::model::edit::Plan;
use crate::model::localized::Localized;
use crate::model::{Code, CodeKey, CodingKey};
use crate::ui::action::Action;
use crate::ui::app::{App, Bulk, Chosen, Deed, Effect, Tone};
use crate::ui::panel::{Line, Panel, Picker, Prose, Purpose, Step};
use crate::ui::troubles;

/// A line that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The name of a new code, beside or below the one here.
    New {
        /// The family it comes to.
        family: String,
        /// The id of the code above it.
        parent: Option<String>,
        /// The id of the code that it stands behind.
        behind: Option<String>,
    },
    /// The name of a new family.
    NewFamily,
    /// Other words in a field.
    Field(Of, Field),
}

impl Asked {
    /// The question.
    pub fn question(&self, app: &App) -> String {
        let of = |dutch: &str, english: &str| app.language.pick(dutch, english).to_owned();
        match self {
            Self::New { parent: None, family, .. } => {
                format!("{} {family}", of("nieuwe code in", "new code in"))
            }
            Self::New { parent: Some(parent), .. } => {
                format!("{} {parent}", of("nieuwe code onder", "new code below"))
            }
            Self::NewFamily => of("naam van de familie", "name of the family"),
            Self::Field(_, Field::Groups) => of("groepen, met komma's", "groups, with commas"),
            Self::Field(_, Field::Color) => of("kleur (#rrggbb)", "colour (#rrggbb)"),
            Self::Field(_, field) => field.name(&app.study, app.language).trim().to_owned(),
        }
    }
}

impl Codes {
    /// Actions that change the codebook, from the tree.
    pub(super) fn edit(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::NewCode => return self.ask_new(app, false),
            Action::NewCodeBelow => return self.ask_new(app, true),
            Action::NewFamily => return Self::line(Asked::NewFamily, ""),
            Action::RenameCode => return self.open(app, Field::Name(main_name(app))),
            Action::LettersOfCode => return self.open(app, Field::Letters),
            Action::ColorOfCode => return self.open(app, Field::Color),
            Action::GroupsOfCode => return self.open(app, Field::Groups),
            Action::DefineCode => return self.open(app, Field::Definition(main_name(app))),
            Action::AddInclude | Action::AddExclude | Action::AddExample => {
                return self.add_item(action, app);
            }
            Action::EditEntry if self.here().is_some() => {
                self.focus = Focus::Fields;
                self.field = 0;
            }
            Action::SortEarlier => self.sort(app, false),
            Action::SortLater => self.sort(app, true),
            Action::SortByName => self.sort_by_name(app),
            Action::RetireCode => self.retire(app),
            Action::RemoveCode => self.remove(app),
            Action::MoveCode => self.move_here(app),
            Action::MergeCode => return self.merge_here(app),
            Action::OpenConflicts => match crate::ui::panel::Conflicts::first(app) {
                Some(conflicts) => return Step::Open(Panel::Conflicts(Box::new(conflicts))),
                None => app.tell(Tone::Good, Word::NoConflict.say(app.language).to_owned()),
            },
            Action::CompareCodes => self.compare_here(app),
            Action::ValueToCode => return self.value_here(app),
            Action::CodeToValue => return self.code_to_value(app),
            Action::JoinPassages => return self.join_here(app),
            Action::OpenVisible => return Step::Open(Panel::Visible(crate::ui::panel::Visible::default())),
            Action::Undo => app.ask(Effect::Undo),
            Action::Redo => app.ask(Effect::Redo),
            _ => return Step::Pass,
        }
        Step::Stay
    }

    /// Asks for a line, in the row of the key hints.
    fn line(asked: Asked, answer: &str) -> Step {
        Step::Open(Panel::Line(Line::new(Purpose::Codes(Box::new(asked)), answer)))
    }

    fn ask_new(&mut self, app: &mut App, below: bool) -> Step {
        let book = &app.study.codebook;
        let asked = match self.here() {
            Some(Of::Code(key)) => book.code(*key).map(|code| {
                let parent = if below { Some(code.id.as_str()) } else { parent_id(&app.study, code) };
                // Beside a code: behind it and what is below it.
                let behind = book.with_descendants(*key).into_iter().max_by_key(|key| book.rank(*key));
                Asked::New {
                    family: book.family(code).id.clone(),
                    parent: parent.map(str::to_owned),
                    behind: behind.map(|key| app.study.code_id(key).to_owned()),
                }
            }),
            Some(Of::Family(id)) => Some(Asked::New { family: id.clone(), parent: None, behind: None }),
            _ => None,
        };
        let free = crate::model::codebook::FREE_FAMILY.to_owned();
        let asked = asked.unwrap_or(Asked::New { family: free, parent: None, behind: None });
        Self::line(asked, "")
    }

    /// Opens a field for editing: words that may be long in a panel of their own, others in a line.
    fn open(&mut self, app: &mut App, field: Field) -> Step {
        let Some(of) = self.here().cloned() else { return Step::Stay };
        let fits = match (&of, field) {
            (Of::Code(_), _) | (_, Field::Name(_)) => true,
            (Of::Family(_), field) => fields::lines(app, &of).iter().any(|line| line.field == Some(field)),
            (Of::Group(_), _) => false,
        };
        if !fits {
            app.tell(Tone::Warning, Word::NoCodeHere.say(app.language).to_owned());
            return Step::Stay;
        }
        let words = fields::value(app, &of, field);
        if field.is_prose() {
            return Step::Open(Panel::Prose(Box::new(Prose::new(app, of, field, &words))));
        }
        Self::line(Asked::Field(of, field), &words)
    }

    fn add_item(&mut self, action: Action, app: &mut App) -> Step {
        let code = self.code_here().and_then(|key| app.study.codebook.code(key));
        let field = code.map(|code| match action {
            Action::AddInclude => Field::Include(code.include.len(), main_name(app)),
            Action::AddExclude => Field::Exclude(code.exclude.len(), main_name(app)),
            _ => Field::Example(code.examples.len(), main_name(app)),
        });
        match field {
            Some(field) => self.open(app, field),
            None => {
                app.tell(Tone::Warning, Word::NoCodeHere.say(app.language).to_owned());
                Step::Stay
            }
        }
    }

    pub(super) fn act_on_fields(&mut self, action: Action, app: &mut App) -> Step {
        let length = self.entry.lines.len();
        let field = self.entry.lines.get(self.field).and_then(|line| line.field);
        match action {
            Action::Close | Action::CloseTop | Action::ToPassages | Action::EditEntry => {
                self.focus = Focus::Tree;
            }
            Action::Accept => match (field, self.here().cloned()) {
                (Some(field), Some(of)) if field.is_switch() => {
                    Self::change(app, &of, field, "");
                }
                (Some(field), _) => return self.open(app, field),
                _ => {}
            },
            Action::RemoveCode => {
                if let (Some(field), Some(of)) =
                    (field.filter(|field| !field.is_switch()), self.here().cloned())
                {
                    Self::change(app, &of, field, "");
                }
            }
            Action::AddInclude | Action::AddExclude | Action::AddExample => {
                return self.add_item(action, app);
            }
            Action::Undo => app.ask(Effect::Undo),
            Action::Redo => app.ask(Effect::Redo),
            _ => match crate::ui::list::moved(self.field, action, length, 10) {
                Some(to) => self.field = to,
                None => return Step::Pass,
            },
        }
        Step::Stay
    }

    /// Other words in a field, as one transaction; false where they were refused.
    fn change(app: &mut App, of: &Of, field: Field, words: &str) -> bool {
        let plan = change::plan(&app.study, app.language, of, field, words);
        Self::carry_out(app, plan)
    }

    /// Does what was planned, or says why it cannot be; false then.
    fn carry_out(app: &mut App, plan: Result<Plan, String>) -> bool {
        let taken = plan.is_ok();
        match plan {
            Ok(plan) => drop(app.change_book(plan, None)),
            Err(why) => app.tell(Tone::Warning, why),
        }
        taken
    }

    /// The answer to a line that was asked for; false where it was refused.
    pub fn answer(&mut self, app: &mut App, asked: &Asked, words: &str) -> bool {
        let words = words.trim();
        match asked {
            Asked::Field(of, field) => Self::change(app, of, *field, words),
            Asked::NewFamily => Self::new_family(app, words),
            Asked::New { family, parent, behind } => {
                self.new_code(app, words, family, parent.as_deref(), behind.as_deref())
            }
        }
    }

    /// A name of which no id can be made, and so no code.
    fn refuse_name(app: &mut App, name: &str) -> bool {
        if !name.is_empty() {
            let told = app.language.pick(
                "een naam heeft een letter of een cijfer; geef een andere",
                "a name has a letter or a digit; give another one",
            );
            app.tell(Tone::Warning, told.to_owned());
        }
        name.is_empty()
    }

    fn new_family(app: &mut App, name: &str) -> bool {
        let taken = |id: &str| app.study.codebook.family_by_id(id).is_some();
        let Some(id) = fields::id_of(name, taken) else { return Self::refuse_name(app, name) };
        let mut family = crate::model::codebook::Family { id, ..Default::default() };
        let place = main_name(app);
        fields::put(&app.study, &mut family.name, place, name, "");
        let plan = codebook_edit::change_family(&app.study, &family)
            .map_err(|error| troubles::of_edit(&error, app.language));
        Self::carry_out(app, plan)
    }

    fn new_code(
        &mut self,
        app: &mut App,
        name: &str,
        family: &str,
        parent: Option<&str>,
        behind: Option<&str>,
    ) -> bool {
        let taken = |id: &str| app.study.names.codes.get::<CodeKey>(id).is_some();
        let language = fields::tag_of(&app.study, main_name(app));
        let Some(new) = NewCode::named(name, language, taken) else { return Self::refuse_name(app, name) };
        let code = Code { name: Localized::one(language, name), ..Code::new(&new.id) };
        match codebook_edit::add(&app.study, family, &code, parent, behind) {
            Ok(plan) => {
                if app.change_book(plan, None) {
                    self.stand_on = Some(new.id);
                }
                true
            }
            Err(error) => {
                app.tell(Tone::Warning, troubles::of_edit(&error, app.language));
                false
            }
        }
    }

    /// The codes that stand beside each other with this one, in their order.
    fn siblings(app: &App, code: &Code) -> Vec<CodeKey> {
        match code.parent.filter(|key| app.study.codebook.code(*key).is_some()) {
            Some(parent) => {
                let of_family = |key: &CodeKey| {
                    app.study.codebook.code(*key).is_some_and(|other| other.family == code.family)
                };
                app.study.codebook.children(parent).iter().copied().filter(of_family).collect()
            }
            None => roots(&app.study, code.family).map(|code| code.key).collect(),
        }
    }

    fn sort(&mut self, app: &mut App, later: bool) {
        let Some(code) = self.code_here().and_then(|key| app.study.codebook.code(key)) else { return };
        let mut order = Self::siblings(app, code);
        let Some(place) = order.iter().position(|key| *key == code.key) else { return };
        let other = if later { place + 1 } else { place.wrapping_sub(1) };
        if other < order.len() {
            order.swap(place, other);
            let plan = codebook_edit::order(&app.study.codebook.family(code).id, &order, &app.study);
            app.change_book(plan, None);
        }
    }

    fn sort_by_name(&mut self, app: &mut App) {
        let Some(code) = self.code_here().and_then(|key| app.study.codebook.code(key)) else { return };
        let mut order = Self::siblings(app, code);
        order.sort_by_cached_key(|key| {
            crate::text::fold::words(&crate::ui::names::name_of(&app.study, app.language, *key))
        });
        let plan = codebook_edit::order(&app.study.codebook.family(code).id, &order, &app.study);
        app.change_book(plan, None);
    }

    /// Takes codes out of use, or all back into it where none is in use.
    fn retire(&mut self, app: &mut App) {
        let chosen = self.chosen(app);
        let retired = |key: &CodeKey| app.study.codebook.code(*key).is_some_and(|code| code.retired);
        let all = chosen.iter().all(retired);
        let mut plan = Plan::default();
        for code in chosen.iter().filter_map(|key| app.study.codebook.code(*key)) {
            let heir = code.heir.clone().filter(|_| !all);
            let after = Code { retired: !all, heir, ..code.clone() };
            match codebook_edit::change(&app.study, &after, parent_id(&app.study, code)) {
                Ok(more) => plan = plan.and(more),
                Err(error) => return app.tell(Tone::Warning, troubles::of_edit(&error, app.language)),
            }
        }
        app.change_book(plan, None);
    }

    fn remove(&mut self, app: &mut App) {
        let Some(code) = self.code_here().and_then(|key| app.study.codebook.code(key)) else { return };
        match codebook_edit::remove(&app.study, code) {
            Ok(plan) => drop(app.change_book(plan, None)),
            Err(error) => app.tell(Tone::Warning, troubles::of_edit(&error, app.language)),
        }
    }

    /// Actions on passages.
    pub(super) fn edit_passages(&mut self, action: Action, app: &mut App) -> Step {
        let chosen = self.passages_chosen();
        match action {
            Action::AnchorExample => {
                if let Some(key) = self.passage_here() {
                    app.make_example(key);
                }
            }
            Action::Uncode => return Self::deed(Deed::Uncode, chosen, app),
            Action::BulkStar => {
                let on = chosen.iter().any(|key| !app.study.coding(*key).important);
                return Self::deed(Deed::Star(on), chosen, app);
            }
            Action::BulkRecode if !chosen.is_empty() => {
                let deed = Deed::Recode(Vec::new());
                let bulk = Bulk { deed, chosen: Chosen::Codings(chosen), sentences: None };
                let picker = Picker::for_bulk(app, bulk);
                return Step::Open(Panel::Picker(picker));
            }
            Action::Copy => self.copy(app),
            Action::JoinPassages => return self.join_here(app),
            Action::OpenVisible => return Step::Open(Panel::Visible(crate::ui::panel::Visible::default())),
            Action::Undo => app.ask(Effect::Undo),
            Action::Redo => app.ask(Effect::Redo),
            _ => return Step::Pass,
        }
        Step::Stay
    }

    fn deed(deed: Deed, chosen: Vec<CodingKey>, app: &mut App) -> Step {
        app.bulk(Bulk { deed, chosen: Chosen::Codings(chosen), sentences: None });
        Step::Stay
    }

    fn copy(&self, app: &mut App) {
        let Some(key) = self.passage_here() else { return };
        let coding = app.study.coding(key);
        let (document, text) = (app.study.document(coding.document), app.text_of(coding.document));
        let (Some(document), Some(text)) = (document, text) else { return };
        if text.text.get(coding.span.range()).is_none() {
            return;
        }
        let (words, reference) = crate::ui::names::quotation(document, text, coding.span, app.language);
        app.say(&crate::ui::words::Say::Copied(&reference));
        app.ask(Effect::Copy(words));
    }
}

/// The language that names are typed in: that of the screen where the study has it, else its main one.
pub(super) fn main_name(app: &App) -> usize {
    let languages = &app.study.config.languages;
    languages.iter().position(|tag| tag == app.language.tag()).unwrap_or(0)
}

/// What the panel for words asks.
impl Codes {
    /// Heading of the words of a field: of what, and which.
    pub(in crate::ui::panel) fn title(app: &App, of: &Of, field: Field) -> String {
        let name = match of {
            Of::Code(key) => crate::ui::names::name_of(&app.study, app.language, *key),
            Of::Family(id) | Of::Group(id) => id.clone(),
        };
        format!("{name} · {}", field.name(&app.study, app.language).trim())
    }

    /// What stands in a field now.
    pub(in crate::ui::panel) fn value(app: &App, of: &Of, field: Field) -> String {
        fields::value(app, of, field)
    }

    /// What other words in a field make of the codebook.
    pub(in crate::ui::panel) fn plan(app: &App, of: &Of, field: Field, words: &str) -> Result<Plan, String> {
        change::plan(&app.study, app.language, of, field, words)
    }
}
