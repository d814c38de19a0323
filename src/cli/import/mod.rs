//! `kantlijn import`: what people have becomes documents.

mod arguments;
mod progress;
mod report;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use crate::import::attributes::{Pattern, check, pair};
use crate::import::compose::{Composed, Decisions, corpus_folder, safe_stem};
use crate::import::format::{Format, ReadOptions};
use crate::import::labels::fold;
use crate::import::project::Offsets;
use crate::import::pseudonyms::candidates::{self, Candidates};
use crate::import::run::{
    Arrived, Existing, Fate, Wishes, fate_of, files_of, read_files, read_pseudonyms, read_sheet,
};
use crate::model::StudyConfig;
use crate::model::names::Names;
use crate::store::folder::{files_below, may_write, read_config, read_documents};
use crate::store::new_documents::{write_document, write_documents};
use crate::store::{ReadOnly, StoreError};

pub use arguments::Arguments;

use super::Ending;
use super::context::Context;
use super::output;
use super::project::{self, Taking};
use super::words::counted;
use progress::{Progress, Stop};
use report::Report;

/// So many files are read before their documents are written: what lies in memory does not grow with the number of files.
const AT_ONCE: usize = 128;

/// Takes every file that can be taken; each stands or falls alone.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let root = context.root()?;
    let config = read_config(&root)?;
    if !may_write(&config) {
        return Err(StoreError::ReadOnly(ReadOnly::NewerFormat { format: config.format }).into());
    }
    if arguments.keep_original && arguments.pseudonyms.is_some() {
        bail!("--keep-original would keep the names that --pseudonyms takes out; leave one of the two away");
    }
    let wishes = wishes(arguments, &root, &config)?;
    let mut report = Report::new(arguments);
    let others = projects(context, arguments, &mut report)?;
    let (documents, _) = read_documents(&root, &mut Names::default());
    let mut existing = Existing::of(&documents);
    for path in files_below(&root, "corpus", &[""]) {
        existing.take_path(&path);
    }
    let mut import = Import {
        root: &root,
        config: &config,
        arguments,
        wishes,
        existing,
        report,
        candidates: Candidates::new(),
        asked: arguments.speakers.iter().map(|_| false).collect(),
    };
    let files = files_of(&others);
    let total = files.len();
    let mut progress = Progress::new(total);
    let stop = Stop::new();
    let mut left = 0;
    for (nth, chunk) in files.chunks(AT_ONCE).enumerate() {
        if stop.is_asked() {
            left = total - nth * AT_ONCE;
            break;
        }
        import.chunk(chunk, nth * AT_ONCE, &mut progress)?;
    }
    progress.clear();
    let ending = import.finish(total + arguments.files.len() - others.len());
    if left > 0 {
        bail!(
            "stopped: {left} of {total} files were not looked at; the same command goes on where it stopped"
        );
    }
    ending
}

/// Takes in the projects of other programs among the files; gives the others.
fn projects(context: &Context, arguments: &Arguments, report: &mut Report) -> Result<Vec<PathBuf>> {
    let mut others = Vec::new();
    let offsets = arguments.offsets.as_deref().map(Offsets::parse).transpose();
    let offsets = offsets.map_err(|why| anyhow!("--offsets: {why}"))?.unwrap_or_default();
    let into = folder(arguments.into.as_deref())?;
    let into = into.strip_prefix("corpus/");
    let taking = Taking { offsets, split: arguments.split.as_deref(), into, dry_run: arguments.dry_run };
    for path in &arguments.files {
        match project::find(path) {
            Ok(None) => others.push(path.clone()),
            Ok(Some(_)) if arguments.pseudonyms.is_some() => {
                let why = "a project is taken in as it is, names too; leave --pseudonyms away, or export its texts and import those";
                report.refuse(&format!("{}: {why}", path.display()));
            }
            Ok(Some(found)) => {
                if is_adjusted(arguments) {
                    output::warn(&format!("{}: {PROJECTS_KEEP}", path.display()));
                }
                match project::take(context, &found, taking) {
                    Ok(told) => report.project(told)?,
                    Err(error) => report.refuse(&format!("{error:#}")),
                }
            }
            Err(error) => report.refuse(&format!("{error:#}")),
        }
    }
    Ok(others)
}

/// What is said where files are to be adjusted and one of them is a project.
const PROJECTS_KEEP: &str = "a project keeps the attributes and speakers that it has; --set, --pattern, --attributes and --speaker are about other files, and `kantlijn documents set` changes attributes later";

fn is_adjusted(arguments: &Arguments) -> bool {
    let lists = [&arguments.set, &arguments.speakers];
    lists.iter().any(|list| !list.is_empty()) || arguments.pattern.is_some() || arguments.attributes.is_some()
}

struct Import<'a> {
    root: &'a Path,
    config: &'a StudyConfig,
    arguments: &'a Arguments,
    wishes: Wishes,
    existing: Existing,
    report: Report,
    candidates: Candidates,
    /// Beside each `--speaker`: whether any file had that label.
    asked: Vec<bool>,
}

impl Import<'_> {
    fn chunk(
        &mut self,
        files: &[Result<PathBuf, (PathBuf, String)>],
        before: usize,
        progress: &mut Progress,
    ) -> Result<()> {
        let paths: Vec<PathBuf> = files.iter().filter_map(|file| file.as_ref().ok()).cloned().collect();
        let mut arrived = read_files(&paths, &self.wishes, &|done| progress.show(before + done)).into_iter();
        let refused = |(path, why): &(PathBuf, String)| Arrived {
            path: path.clone(),
            draft: Err(why.clone()),
            names: 0,
        };
        let arrived: Vec<Arrived> = files
            .iter()
            .filter_map(|file| file.as_ref().map_or_else(|bad| Some(refused(bad)), |_| arrived.next()))
            .collect();
        let mut fates: Vec<Fate> = arrived.iter().map(|arrived| self.fate(arrived)).collect();
        if !self.arguments.dry_run {
            self.write(&arrived, &mut fates);
        }
        for (arrived, fate) in arrived.iter().zip(&fates) {
            self.report.file(arrived, fate)?;
        }
        Ok(())
    }

    fn fate(&mut self, arrived: &Arrived) -> Fate {
        if let (Ok(draft), true) = (&arrived.draft, self.arguments.candidates) {
            candidates::add(draft, &mut self.candidates);
        }
        let mut fate = fate_of(arrived, &self.wishes, self.config, &mut self.existing);
        if let Fate::Documents(documents) = &mut fate {
            self.look_over(documents);
        }
        fate
    }

    /// What a study that declares its attributes would say about a document, and which `--speaker` found somebody.
    fn look_over(&mut self, documents: &mut [Composed]) {
        for document in documents {
            for (asked, (old, _)) in self.asked.iter_mut().zip(&self.wishes.decisions.speakers) {
                let folded = fold(old);
                let mut labels = document.voices.iter().flat_map(|voice| &voice.spellings);
                *asked |= labels.any(|(spelling, _)| fold(spelling) == folded) || fold(old).is_empty();
            }
            let front = crate::model::document::split(&document.file).head;
            let front = front.and_then(|head| crate::model::document::FrontMatter::parse(head).ok());
            for (name, value) in front.iter().flat_map(|front| &front.attributes) {
                if let Err(error) = check(self.config, name, value) {
                    document.notes.push(error.to_string());
                }
            }
        }
    }

    /// Writes the documents of these files; a file of which one cannot be written is refused.
    fn write(&self, arrived: &[Arrived], fates: &mut [Fate]) {
        let documents_of = |fate: &Fate| if let Fate::Documents(all) = fate { all.len() } else { 0 };
        let counts: Vec<usize> = fates.iter().map(documents_of).collect();
        let files: Vec<(&str, &[u8])> = fates
            .iter()
            .filter_map(|fate| if let Fate::Documents(all) = fate { Some(all) } else { None })
            .flatten()
            .map(|document| (document.path.as_str(), document.file.as_bytes()))
            .collect();
        let mut results = write_documents(self.root, &files).into_iter();
        for ((arrived, fate), count) in arrived.iter().zip(fates).zip(counts) {
            let these: Vec<Result<(), StoreError>> = results.by_ref().take(count).collect();
            let mut written: Result<(), StoreError> = these.into_iter().collect();
            if let (Ok(()), true, Fate::Documents(all)) = (&written, self.arguments.keep_original, &*fate) {
                written = self.keep(&arrived.path, all);
            }
            if let Err(error) = written {
                *fate = Fate::Refused(error.to_string());
            }
        }
    }

    /// Keeps the file itself.
    fn keep(&self, source: &Path, documents: &[Composed]) -> Result<(), StoreError> {
        let Some(first) = documents.first() else { return Ok(()) };
        let bytes = fs::read(source).map_err(|error| StoreError::io(source, "read it", error))?;
        let ending = source.extension().and_then(|ending| ending.to_str()).and_then(safe_stem);
        let stem = first.path.strip_prefix("corpus/").unwrap_or(&first.path);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        write_document(self.root, &format!("originals/{stem}.{}", ending.as_deref().unwrap_or("bin")), &bytes)
    }

    fn finish(mut self, total: usize) -> Result<Ending> {
        for (asked, (old, _)) in self.asked.iter().zip(&self.wishes.decisions.speakers) {
            if !asked && self.report.written > 0 {
                output::warn(&format!("no file has a speaker `{old}`"));
            }
        }
        if let Some(sheet) = &self.wishes.sheet
            && !sheet.unused().is_empty()
        {
            output::warn(&format!("rows of the table that no file matches: {}", sheet.unused().join(", ")));
        }
        if self.arguments.candidates {
            self.report.candidates(&self.candidates)?;
        }
        let refused = self.report.refused;
        self.report.finish(self.arguments.dry_run)?;
        match refused {
            0 => Ok(Ending::Done),
            _ => bail!("{refused} of {} could not be imported", counted(total, "file")),
        }
    }
}

/// What the arguments ask for.
fn wishes(arguments: &Arguments, root: &Path, config: &StudyConfig) -> Result<Wishes> {
    let mut attributes = Vec::new();
    for words in &arguments.set {
        let (name, value) = pair(words)?;
        if let Some(note) = check(config, &name, &value)? {
            output::warn(&note);
        }
        attributes.push((name, value));
    }
    let encoding = arguments.encoding.as_ref().map(|label| {
        encoding_rs::Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            anyhow!("`{label}` is no encoding; try utf-8, windows-1252, utf-16le or iso-8859-15")
        })
    });
    let options = ReadOptions {
        name: String::new(),
        language: config.language().to_owned(),
        encoding: encoding.transpose()?,
        repair: arguments.repair,
        tiers: arguments.tiers.clone(),
        sheet: arguments.sheet.clone(),
        columns: arguments::columns(&arguments.columns)?,
        merge_gap: arguments.merge_gap.map(|seconds| (seconds * 1000.0) as u64),
    };
    let speaker = |words: &String| {
        let (old, new) = words.split_once('=').ok_or_else(|| anyhow!("`{words}` is no OLD=NEW"))?;
        Ok((old.trim().to_owned(), new.trim().to_owned()))
    };
    Ok(Wishes {
        format: arguments.format.as_deref().map(format).transpose()?,
        pseudonyms: arguments
            .pseudonyms
            .as_deref()
            .map(|file| read_pseudonyms(file, root, &options).map_err(|why| anyhow!(why)))
            .transpose()?,
        decisions: Decisions {
            folder: folder(arguments.into.as_deref())?,
            speakers: arguments.speakers.iter().map(speaker).collect::<Result<_>>()?,
            attributes,
        },
        pattern: arguments.pattern.as_deref().map(|pattern| Pattern::parse(pattern, config)).transpose()?,
        sheet: arguments
            .attributes
            .as_deref()
            .map(|file| read_sheet(file, &options).map_err(|why| anyhow!(why)))
            .transpose()?,
        options,
    })
}

fn format(id: &str) -> Result<Format> {
    Format::from_id(id).ok_or_else(|| {
        let ids: Vec<&str> = Format::ALL.into_iter().map(Format::id).collect();
        anyhow!("`{id}` is no format; the formats are: {}", ids.join(", "))
    })
}

/// The folder of the new documents.
fn folder(into: Option<&str>) -> Result<String> {
    let into = into.unwrap_or_default();
    corpus_folder(into)
        .ok_or_else(|| anyhow!("--into {into} cannot be a folder in the corpus; name one below corpus/"))
}
