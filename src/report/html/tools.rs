//! What the script of a page brings to work with its list: filters, search, steps, downloads, help. Hidden until it runs.

use super::{assets::Sort, page, words};
use crate::diverge::Kind;
use maud::{Markup, html};

/// The controls above the list; `kinds` are those of the page with their numbers, in the order of a report.
pub(super) fn controls(sort: Sort, kinds: &[(Kind, usize)]) -> Markup {
    html! {
        section class="tools" data-script hidden aria-label="Work with the list" {
            @if !matches!(sort, Sort::Index) {
                div role="group" aria-label="Show one kind" class="kinds" {
                    @for (class, name, number) in filters(kinds) {
                        button type="button" data-kind=(class) aria-pressed="false" {
                            kbd { (key(class)) } " " (name) " " span class="number" { (page::thousands(number)) }
                        }
                    }
                    button type="button" data-do="severity" { kbd { "s" } " " span id="severity" { "All severities" } }
                }
            }
            div class="row" {
                label { kbd { "/" } " Search " input type="search" id="search" autocomplete="off" spellcheck="false"; }
                @match sort {
                    Sort::Pair => {
                        label { input type="checkbox" id="together" checked; " Scroll both texts together" }
                        button type="button" data-do="json" { "Download JSON" }
                        button type="button" data-do="csv" { "Download CSV" }
                        button type="button" data-do="rules" { "Export rules (" span id="rules" { "0" } ")" }
                    }
                    Sort::Cluster => button type="button" data-do="lines" { "Copy the apparatus" },
                    Sort::Index => {
                        label {
                            "Sort by "
                            select id="order" {
                                option value="severity" { "severity" } option value="newest" { "newest" }
                                option value="oldest" { "oldest" } option value="size" { "number of documents" }
                                option value="title" { "headline" } option value="source" { "source" }
                            }
                        }
                    }
                }
                button type="button" data-do="help" { kbd { "?" } " Help" }
            }
        }
    }
}

/// One filter a letter: what only A and only B has share one. Class, name and number of each.
fn filters(kinds: &[(Kind, usize)]) -> Vec<(&'static str, &'static str, usize)> {
    let mut filters: Vec<(&str, &str, usize)> = Vec::new();
    for &(kind, number) in kinds {
        let class = words::class(kind);
        match filters.iter_mut().find(|filter| filter.0 == class) {
            Some(filter) => filter.2 += number,
            None => filters.push((class, if class == "o" { "Only in one" } else { words::heading(kind) }, number)),
        }
    }
    filters.retain(|filter| filter.2 > 0);
    filters
}

/// The key of a filter: the place of its letter among all, so that a kind has the same key on every page.
fn key(class: &str) -> usize {
    let mut classes: Vec<&str> = Kind::ALL.into_iter().map(words::class).collect();
    classes.dedup();
    classes.iter().position(|known| *known == class).map_or(0, |at| at + 1)
}

/// The bar that stays in sight: where one is, steps, and what can be done with the one difference.
pub(super) fn walk(sort: Sort) -> Markup {
    html! {
        div id="walk" data-script hidden role="toolbar" aria-label="The chosen difference" {
            button type="button" data-do="previous" { kbd { "k" } " Previous" }
            output id="status" {}
            button type="button" data-do="next" { kbd { "j" } " Next" }
            @if !matches!(sort, Sort::Index) {
                span class="deeds" {
                    button type="button" data-do="copy" data-needs { kbd { "c" } " Copy" }
                    button type="button" data-do="link" data-needs { kbd { "l" } " Link" }
                    @if matches!(sort, Sort::Pair) {
                        button type="button" data-do="checked" data-needs { kbd { "x" } " Checked" }
                        button type="button" data-do="equal" data-needs { kbd { "e" } " Treat as equivalent" }
                    }
                }
            }
        }
    }
}

/// The windows that open over a page.
pub(super) fn dialogs(sort: Sort) -> Markup {
    let keys: &[(&str, &str)] = match sort {
        Sort::Pair => &[
            ("j or n, k or p", "next, previous difference; in the texts, the next mark there"),
            ("1 to 9", "show one kind only; again: all"),
            ("s", "all severities; 3 and 2; 3 only"),
            ("/", "search the list; Enter: the next place in the texts"),
            ("c, l", "copy the difference as text; copy a link to it"),
            ("x", "mark it as checked"),
            ("e", "treat it as equivalent from now on"),
        ],
        Sort::Cluster => &[
            ("j or n, k or p", "next, previous subject"),
            ("1 to 9", "show one kind only; again: all"),
            ("s", "all severities; 3 and 2; 3 only"),
            ("/", "search the table"),
            ("c, l", "copy the line of the apparatus; copy a link to it"),
        ],
        Sort::Index => &[
            ("j or n, k or p", "next, previous story; Enter opens it"),
            ("/", "search headlines, sources, and what the versions say"),
        ],
    };
    html! {
        dialog id="help" aria-labelledby="help-title" {
            h2 id="help-title" { "Keys" }
            dl {
                @for (key, does) in keys { div { dt { kbd { (key) } } dd { (does) } } }
                div { dt { kbd { "?" } } dd { "this help; " kbd { "Esc" } " closes it" } }
            }
            p { label { input type="checkbox" id="keys" checked; " Single keys work" } }
            @if matches!(sort, Sort::Pair) {
                p class="small" {
                    "Marks are kept in this browser only. “Export rules” writes them to a file for everybody: "
                    code { "variorum report … --equivalences equivalences.jsonl" }
                }
            }
            button type="button" data-do="close" { "Close" }
        }
        dialog id="copy" aria-labelledby="copy-title" {
            h2 id="copy-title" { "Copy by hand" }
            textarea id="copied" readonly rows="4" aria-labelledby="copy-title" {}
            button type="button" data-do="close" { "Close" }
        }
        @if matches!(sort, Sort::Pair) {
            dialog id="equal" aria-labelledby="equal-title" {
                h2 id="equal-title" { "Treat as equivalent" }
                p id="equal-what" dir="auto" {}
                fieldset {
                    legend { "Where" }
                    label { input type="radio" name="scope" value="here" checked; " here: this difference only" }
                    label { input type="radio" name="scope" value="pair"; " in this pair: wherever the two say this" }
                    label { input type="radio" name="scope" value="everywhere"; " everywhere: in every pair" }
                }
                label { "Note " input id="equal-note" autocomplete="off"; }
                p {
                    button type="button" data-do="settle" { "Treat as equivalent" } " "
                    button type="button" data-do="close" { "Cancel" }
                }
            }
        }
    }
}
