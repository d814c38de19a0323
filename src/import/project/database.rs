//! The SQLite database of another program, read from a copy in memory: nothing is written to it, and no file beside it is needed.
//!
//! A database can hold views, triggers and virtual tables, which are programs; only plain tables are read.

use std::io::Cursor;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB};

use crate::import::ImportError;
use crate::import::limits::Container;

/// How many rows of one table are read at most.
const ROWS: usize = 5_000_000;
/// The bytes in the header of a database that say whether a second file goes with it; in a copy it cannot.
const JOURNAL_MODE: std::ops::Range<usize> = 18..20;

/// A database that is open.
pub(super) struct Database {
    connection: Connection,
}

/// A row, by the places of the columns that were asked for.
pub(super) struct Row {
    values: Vec<Value>,
}

enum Value {
    None,
    Integer(i64),
    Text(String),
}

/// The database in a zip of a project folder (`project.qda/data.qda`); `None` where `bytes` are no zip.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Option<Vec<u8>>, ImportError> {
    if !bytes.starts_with(b"PK") {
        return Ok(None);
    }
    let mut container = Container::open(bytes)?;
    let name = container.names().find(|name| name == "data.qda" || name.ends_with("/data.qda"));
    match name {
        Some(name) => container.read(&name),
        None => Err(ImportError::Broken {
            why: "there is no data.qda in it, which holds a QualCoder project".to_owned(),
        }),
    }
}

impl Database {
    /// Opens a copy of these bytes.
    pub fn open(bytes: &[u8]) -> Result<Self, ImportError> {
        let mut copy = bytes.to_vec();
        if copy.len() < 100 {
            return Err(ImportError::Broken { why: "it is too short to be a database".to_owned() });
        }
        copy[JOURNAL_MODE].fill(1);
        let length = copy.len();
        let open = || -> rusqlite::Result<Connection> {
            let mut connection = Connection::open_in_memory()?;
            connection.deserialize_read_exact(MAIN_DB, Cursor::new(copy), length, true)?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
            connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
            connection.execute_batch("PRAGMA cell_size_check = ON; PRAGMA query_only = ON;")?;
            Ok(connection)
        };
        Ok(Self { connection: open().map_err(|error| broken(&error))? })
    }

    /// The columns of a plain table; none where there is no such table.
    pub fn columns(&self, table: &str) -> Result<Vec<String>, ImportError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let plain = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND lower(name) = lower(?1) AND sql NOT LIKE 'CREATE VIRTUAL%'";
            if self.connection.query_row(plain, [table], |row| row.get::<_, i64>(0))? == 0 {
                return Ok(Vec::new());
            }
            let mut statement =
                self.connection.prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
            statement.query_map([table], |row| row.get::<_, String>(0))?.collect()
        };
        read().map_err(|error| broken(&error))
    }

    /// All rows of a table, in the order in which they were made: these columns, and nothing for one that it does not have.
    /// No rows where there is no such table.
    pub fn rows(&self, table: &str, columns: &[&str]) -> Result<Vec<Row>, ImportError> {
        let known = self.columns(table)?;
        if known.is_empty() {
            return Ok(Vec::new());
        }
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let select: Vec<String> = columns
            .iter()
            .map(|column| match known.iter().find(|known| known.eq_ignore_ascii_case(column)) {
                Some(known) => quoted(known),
                None => "NULL".to_owned(),
            })
            .collect();
        let read = || -> rusqlite::Result<Option<Vec<Row>>> {
            let list = if select.is_empty() { "NULL".to_owned() } else { select.join(", ") };
            let sql = format!("SELECT {list} FROM {}", quoted(table));
            let mut statement = self.connection.prepare(&sql)?;
            let mut rows = statement.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                if all.len() == ROWS {
                    return Ok(None);
                }
                let values = (0..columns.len()).map(|column| row.get_ref(column).map(Value::of));
                all.push(Row { values: values.collect::<Result<_, _>>()? });
            }
            Ok(Some(all))
        };
        let too_many = || ImportError::Broken { why: format!("its table {table} has more than {ROWS} rows") };
        read().map_err(|error| broken(&error))?.ok_or_else(too_many)
    }
}

impl Value {
    fn of(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::None,
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                Self::Integer(number as i64)
            }
            ValueRef::Real(number) => Self::Text(number.to_string()),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                Self::Text(String::from_utf8_lossy(bytes).into_owned())
            }
        }
    }
}

impl Row {
    /// A whole number; `None` where there is none.
    pub fn number(&self, column: usize) -> Option<i64> {
        match self.values.get(column)? {
            Value::Integer(number) => Some(*number),
            Value::Text(text) => text.trim().parse().ok(),
            Value::None => None,
        }
    }

    /// Words; empty where there are none.
    pub fn text(&self, column: usize) -> String {
        match self.values.get(column) {
            Some(Value::Text(text)) => text.clone(),
            Some(Value::Integer(number)) => number.to_string(),
            Some(Value::None) | None => String::new(),
        }
    }
}

fn broken(error: &rusqlite::Error) -> ImportError {
    let why = error.to_string();
    if why.contains("not a database") {
        return ImportError::Broken {
            why: "the database in it is locked by a password, or is none".to_owned(),
        };
    }
    ImportError::Broken { why: format!("its database: {why}") }
}
