//! Reading and writing for the import, on a thread of its own; and the names of files while they are typed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

use super::app::Effect;
use super::events::Event;
use super::panel::{ImportAsk as Ask, ImportReading as Reading, ImportTold as Told, Panel};
use super::runner::{Report, Runner};
use crate::import::attributes::Pattern;
use crate::import::format::ReadOptions;
use crate::import::run::{
    Arrived, Existing, Fate, Wishes, fate_of, files_of, read_files, read_pseudonyms, read_sheet,
};
use crate::model::{Document, DocumentKey, StudyConfig};
use crate::store::folder::files_below;
use crate::store::new_documents::{change_head, write_document};

impl Runner {
    /// Effects of the import and of attributes; the others are given back.
    pub(super) fn take_in(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Import(ask) => self.import(*ask),
            Effect::WriteDocuments { documents, projects, folder } => {
                let taken = self.take_projects(projects, &folder);
                self.write_documents(documents, taken);
            }
            Effect::CompleteFile(line) => {
                let (line, offers) = complete(&line);
                if let Some(Panel::Import(panel)) = self.app.panels.last_mut() {
                    panel.completed(&line, offers);
                }
            }
            Effect::SetAttribute { documents, change } => self.set_attribute(&documents, change),
            other => return Some(other),
        }
        None
    }

    /// Takes in what the thread tells, and shows the first document that was written.
    pub(super) fn imported(&mut self, mut told: Told) {
        self.hold_projects(&mut told);
        let first = match &told {
            Told::Written { ids, .. } => ids.first().cloned(),
            _ => None,
        };
        if first.is_some() {
            self.look(true);
        }
        let is_done = self.app.imported(told);
        let document = first.and_then(|id| self.app.study.find_document(&id).map(|document| document.key));
        if let Some(document) = document.filter(|_| is_done) {
            self.show(document, None);
        }
    }

    fn set_attribute(&mut self, documents: &[DocumentKey], change: (String, Option<String>)) {
        let paths: Vec<String> = documents
            .iter()
            .filter_map(|key| self.app.study.document(*key))
            .map(|document| document.path.clone())
            .collect();
        let root = self.open.root().to_owned();
        let (mut changed, changes) = (0, [change]);
        for path in paths {
            match change_head(&root, &path, &changes) {
                Ok(is_new) => changed += usize::from(is_new),
                Err(error) => return self.tell_error(&error),
            }
        }
        self.look(true);
        self.app.attribute_set(changed, &changes[0].0);
    }

    /// Reads files and says what becomes of them.
    fn import(&self, ask: Ask) {
        let (root, sender) = (self.open.root().to_owned(), self.sender.clone());
        let (config, documents) = (self.app.study.config.clone(), self.app.study.documents().to_vec());
        thread::spawn(move || {
            let told = read(ask, &root, &config, &documents, &sender);
            let _ = sender.send(Event::Report(Report::Import(told)));
        });
    }

    /// Writes documents: id, path and file of each. `taken` are the ids of those that projects brought, and what went wrong there.
    fn write_documents(&self, documents: Vec<(String, String, String)>, taken: (Vec<String>, Vec<String>)) {
        let (root, sender) = (self.open.root().to_owned(), self.sender.clone());
        thread::spawn(move || {
            let (mut ids, mut failed) = taken;
            for (id, path, file) in documents {
                match write_document(&root, &path, file.as_bytes()) {
                    Ok(()) => ids.push(id),
                    Err(error) => failed.push(error.to_string()),
                }
            }
            let _ = sender.send(Event::Report(Report::Import(Told::Written { ids, failed })));
        });
    }
}

fn read(
    ask: Ask,
    root: &Path,
    config: &StudyConfig,
    documents: &[Document],
    sender: &Sender<Event<Report>>,
) -> Told {
    let Ask { number, paths, arrived, repair, reading, encodings, projects, decisions } = ask;
    let mut wishes = match wishes(reading, root, config, repair) {
        Ok(wishes) => Wishes { decisions, ..wishes },
        Err(why) => return Told::Failed { number, why },
    };
    let known = arrived.is_some();
    let arrived = arrived.unwrap_or_else(|| {
        let files = files_of(&paths.iter().map(|path| at_home(path)).collect::<Vec<_>>());
        let good: Vec<PathBuf> = files.iter().filter_map(|file| file.as_ref().ok()).cloned().collect();
        let total = files.len();
        let mut read = read_files(&good, &wishes, &|done| {
            let _ = sender.send(Event::Report(Report::Import(Told::Progress { number, done, total })));
        })
        .into_iter();
        let refused = |(path, why)| Arrived { path, draft: Err(why), names: 0 };
        let mut all: Vec<Arrived> = files
            .into_iter()
            .filter_map(|file| file.map_or_else(|bad| Some(refused(bad)), |_| read.next()))
            .collect();
        for (path, encoding) in encodings {
            if let Some(place) = all.iter().position(|arrived| arrived.path == path) {
                wishes.options.encoding = Some(encoding);
                all.splice(place..=place, read_files(&[path], &wishes, &|_| {}));
            }
        }
        wishes.options.encoding = None;
        Arc::new(all)
    });
    let mut existing = Existing::of(documents);
    for path in files_below(root, "corpus", &[""]) {
        existing.take_path(&path);
    }
    let fates: Vec<Fate> = arrived.iter().map(|one| fate_of(one, &wishes, config, &mut existing)).collect();
    // A project is taken in as it is, names too.
    let is_open = !known && wishes.pseudonyms.is_none();
    let projects = if is_open { super::projects::found(&arrived) } else { projects };
    let folder = wishes.decisions.folder;
    Told::Ready { number, arrived, fates: Arc::new(fates), projects, folder }
}

/// What the person said about how files are read.
fn wishes(reading: Reading, root: &Path, config: &StudyConfig, repair: bool) -> Result<Wishes, String> {
    let options = ReadOptions {
        language: config.language().to_owned(),
        repair,
        tiers: reading.tiers,
        sheet: reading.sheet,
        columns: reading.columns,
        merge_gap: reading.merge_gap,
        ..ReadOptions::default()
    };
    let pattern = reading.pattern.map(|pattern| Pattern::parse(&pattern, config)).transpose();
    let sheet = reading.attributes.map(|file| read_sheet(&at_home(&file), &options)).transpose()?;
    let names =
        reading.pseudonyms.map(|file| read_pseudonyms(&at_home(&file), root, &options)).transpose()?;
    Ok(Wishes {
        format: reading.format,
        pseudonyms: names,
        pattern: pattern.map_err(|error| error.to_string())?,
        sheet,
        options,
        ..Wishes::default()
    })
}

/// `~/x` in the person's own folder.
fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::var_os("HOME")) {
        (Ok(rest), Some(home)) => Path::new(&home).join(rest),
        _ => path.to_owned(),
    }
}

/// How the last name in a line may go on: the line with as much as all names have in common, and these names where
/// there are several.
fn complete(line: &str) -> (String, Vec<String>) {
    let quote = line.chars().filter(|c| *c == '"').count() % 2 == 1;
    let from =
        if quote { line.rfind('"').map_or(0, |at| at + 1) } else { line.rfind(' ').map_or(0, |at| at + 1) };
    let typed = &line[from..];
    let (folder, start) =
        typed.rsplit_once('/').map_or(("", typed), |(_, start)| (&typed[..typed.len() - start.len()], start));
    let place = at_home(Path::new(if folder.is_empty() { "." } else { folder }));
    let Ok(entries) = fs::read_dir(place) else { return (line.to_owned(), Vec::new()) };
    let lower = start.to_lowercase();
    let fits = |name: &String| {
        name.to_lowercase().starts_with(&lower) && (!name.starts_with('.') || start.starts_with('.'))
    };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some(if entry.path().is_dir() { format!("{name}/") } else { name })
        })
        .filter(fits)
        .collect();
    names.sort();
    let Some(first) = names.first() else { return (line.to_owned(), Vec::new()) };
    let common = names.iter().fold(first.as_str(), |common, name| {
        let same = common.char_indices().zip(name.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
        &common[..same.unwrap_or(common.len().min(name.len()))]
    });
    let common = if common.to_lowercase().starts_with(&lower) { common } else { start };
    let needs_quote = !quote && (common.contains(' ') || folder.contains(' '));
    let is_whole = names.len() == 1 && !common.ends_with('/');
    let open = if needs_quote { "\"" } else { "" };
    let close = if is_whole && (quote || needs_quote) { "\"" } else { "" };
    let whole = format!("{}{open}{folder}{common}{close}", &line[..from]);
    (whole, if names.len() > 1 { names } else { Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_go_on() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().display().to_string();
        for name in ["gesprek 1.txt", "gesprek 2.txt", "brief.docx", ".x"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        fs::create_dir(folder.path().join("map")).unwrap();
        assert_eq!(complete(&format!("{at}/br")), (format!("{at}/brief.docx"), vec![]));
        let names = vec!["gesprek 1.txt".to_owned(), "gesprek 2.txt".to_owned()];
        assert_eq!(complete(&format!("a {at}/GES")), (format!("a \"{at}/gesprek "), names));
        assert_eq!(complete(&format!("a \"{at}/gesprek 1")), (format!("a \"{at}/gesprek 1.txt\""), vec![]));
        assert_eq!(complete(&format!("{at}/m")).0, format!("{at}/map/"));
        assert_eq!(complete(&format!("{at}/weg")), (format!("{at}/weg"), vec![]));
        assert_eq!(complete(&format!("{at}/")).1.len(), 4);
    }
}
