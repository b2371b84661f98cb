//! One file for each room of stories.
