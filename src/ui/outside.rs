//! The person's own editor, on a private file.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;

use crate::store::places::{private_folder, private_options};

/// The editor to use: what the person set, else `$VISUAL`, else `$EDITOR`, else one that is always there.
pub fn editor(set: Option<&str>, environment: impl Fn(&str) -> Option<String>) -> String {
    let says = |name: &str| environment(name).filter(|value| !value.trim().is_empty());
    let usual = if cfg!(windows) { "notepad" } else { "vi" };
    set.map(str::to_owned).or_else(|| says("VISUAL")).or_else(|| says("EDITOR")).unwrap_or(usual.to_owned())
}

/// Has `words` edited by `command` (a program with its options) and gives back what it left. The file lies in a folder of
/// its own in `place` that only this person can look into, and goes with whatever the editor left beside it.
///
/// # Errors
/// When the file cannot be written or read, the editor cannot be started, or it ends with an error.
pub fn edit(words: &str, command: &str, place: &Path) -> io::Result<String> {
    private_folder(place).map_err(io::Error::other)?;
    let folder = tempfile::Builder::new().prefix("memo-").tempdir_in(place)?;
    let path = folder.path().join("memo.md");
    private_options().write(true).open(&path)?.write_all(words.as_bytes())?;
    let mut parts = command.split_whitespace();
    let program = parts.next().unwrap_or("vi");
    let status = Command::new(program).args(parts).arg(&path).status()?;
    if !status.success() {
        return Err(io::Error::other(format!("`{command}` ended with {status}")));
    }
    fs::read_to_string(&path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_is_the_one_that_the_person_chose() {
        let environment = |name: &str| match name {
            "VISUAL" => Some(" ".to_owned()),
            "EDITOR" => Some("nano -w".to_owned()),
            _ => None,
        };
        assert_eq!(editor(Some("hx"), environment), "hx");
        assert_eq!(editor(None, environment), "nano -w");
        assert_ne!(editor(None, |_| None), "");
    }

    #[cfg(unix)]
    #[test]
    fn words_go_out_and_come_back_and_nothing_is_left_behind() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let script = place.path().join("editor.sh");
        let seen = place.path().join("seen");
        let lines = format!(
            "#!/bin/sh\nls -l \"$2\" > '{0}'\necho kladje > \"$2~\"\nprintf ' en meer' >> \"$2\"\n",
            seen.display()
        );
        fs::write(&script, lines).unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).unwrap();
        // Through the shell, so that no other thread can hold the script open while it is started.
        let command = format!("sh {}", script.display());
        let folder = place.path().join("data");
        assert_eq!(edit("één", &format!("{command} -w"), &folder).unwrap(), "één en meer");
        assert!(fs::read_to_string(seen).unwrap().starts_with("-rw-------"));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
        assert!(edit("x", "false", &folder).is_err());
        assert!(edit("x", "/there/is/no/such/editor", &folder).is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }
}
