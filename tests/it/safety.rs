//! What must hold whatever happens around the program: killed processes, full disks, git and sync programs at work in
//! the folder, files that are damaged, strange or hostile.

mod bench;
mod checking;
mod disk;
mod git;
mod hostile;
mod kill;
mod odd_files;
mod sync;
mod torn;
