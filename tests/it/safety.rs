//! What must hold whatever happens around the program: killed processes, full disks, git and sync programs at work in
//! the folder, files that are damaged, strange or hostile.

mod bench;
mod checking;
mod disk;
mod fuzzed;
mod git;
mod hostile;
mod odd_files;
mod sync;
mod terminal;
mod torn;
mod torture;
mod unicode;
