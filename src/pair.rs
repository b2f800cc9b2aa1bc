//! Two independent reports: facts about the same subject, paired one to one.
