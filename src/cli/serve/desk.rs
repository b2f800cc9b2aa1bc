//! The thread that has the index. It answers in turn; items that wait are admitted together, in one batch, so that many
//! requests cost one write to the disk.

use super::tally::Tally;
use crate::cli::{filter::now, output};
use anyhow::{Context, Result};
use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};
use tokio::sync::{mpsc, oneshot};
use variorum::{
    document::{Document as Article, DocumentId},
    error::Error,
    filter::{Filter, Verdict},
    hash::hash,
    index::{Document, Fate, View},
    settings::Settings,
};

/// Where an answer goes; an error in words.
pub(super) type Reply<T> = oneshot::Sender<Result<T, String>>;

/// What is asked of the desk.
pub(super) enum Ask {
    /// The verdicts on items; remembered or not.
    Judge { items: Vec<Article>, admit: bool, reply: Reply<Vec<Verdict>> },
    /// The document of an id, its verdict, whether its item was killed.
    Document { id: String, reply: Reply<Option<Found>> },
    /// The ids of the documents of a copy cluster, in the order in which they came.
    Cluster { id: String, reply: Reply<Option<Vec<DocumentId>>> },
}

/// A document that is remembered.
pub(super) struct Found {
    pub(super) document: Document,
    pub(super) verdict: Vec<u8>,
    pub(super) killed: bool,
}

/// Requests that may wait: more are refused, so that nothing grows without bound.
const WAITING: usize = 256;
/// Items that the front page lists.
const LATEST: usize = 50;

/// One line of the front page.
#[derive(Clone)]
pub(super) struct Latest {
    pub(super) id: String,
    pub(super) fate: Fate,
    pub(super) of: Option<String>,
    pub(super) summary: String,
}

/// How others ask the desk.
#[derive(Clone)]
pub(super) struct Asks {
    pub(super) send: mpsc::Sender<Ask>,
    pub(super) latest: Arc<Mutex<VecDeque<Latest>>>,
}

impl Asks {
    /// How many requests wait.
    pub(super) fn waiting(&self) -> usize {
        self.send.max_capacity() - self.send.capacity()
    }
}

/// How the index is opened again after a fault.
pub(super) struct Opener {
    pub(super) folder: PathBuf,
    pub(super) settings: Settings,
    pub(super) window: Option<i64>,
}

struct Desk {
    /// None after a fault, until it can be opened again.
    filter: Option<Filter>,
    opener: Opener,
    tally: Arc<Tally>,
    latest: Arc<Mutex<VecDeque<Latest>>>,
}

/// Starts the thread; it ends when nobody can ask any more.
pub(super) fn start(filter: Filter, opener: Opener, tally: Arc<Tally>) -> Result<(Asks, JoinHandle<()>)> {
    let (send, mut receive) = mpsc::channel(WAITING);
    let latest: Arc<Mutex<VecDeque<Latest>>> = Arc::default();
    tally.documents(filter.state().known.len());
    let mut desk = Desk { filter: Some(filter), opener, tally, latest: latest.clone() };
    let work = move || {
        let mut next = receive.blocking_recv();
        while let Some(ask) = next {
            next = desk.answer(ask, &mut receive);
            if next.is_none() {
                next = receive.blocking_recv();
            }
        }
    };
    let thread = thread::Builder::new().name("desk".to_owned()).spawn(work).context("cannot start a thread")?;
    Ok((Asks { send, latest }, thread))
}

impl Desk {
    /// The filter, opened again after a fault.
    fn filter(&mut self) -> Result<&mut Filter, String> {
        if self.filter.is_none() {
            let Opener { folder, settings, window } = &self.opener;
            let opened = Filter::open(folder, settings.clone(), *window).map_err(|error| error.to_string())?;
            self.filter = Some(opened);
        }
        self.filter.as_mut().ok_or_else(|| "the index is not open".to_owned())
    }

    /// Answers `ask`, and with it the items that wait; gives what was taken from those who wait and is no item to be admitted.
    fn answer(&mut self, ask: Ask, waiting: &mut mpsc::Receiver<Ask>) -> Option<Ask> {
        match ask {
            Ask::Judge { items, admit: true, reply } => self.admit(items, reply, waiting),
            Ask::Judge { items, admit: false, reply } => {
                let verdicts = self.filter().and_then(|filter| words(filter.check(items, now())));
                let _ = reply.send(verdicts); // who asked may be gone
                None
            }
            Ask::Document { id, reply } => {
                let _ = reply.send(self.filter().and_then(|filter| words(document(filter, &id))));
                None
            }
            Ask::Cluster { id, reply } => {
                let _ = reply.send(self.filter().and_then(|filter| words(cluster(filter, &id))));
                None
            }
        }
    }

    fn admit(
        &mut self,
        mut items: Vec<Article>,
        reply: Reply<Vec<Verdict>>,
        waiting: &mut mpsc::Receiver<Ask>,
    ) -> Option<Ask> {
        let mut replies = vec![(items.len(), reply)];
        let most = self.opener.settings.matching.block_documents;
        let mut other = None;
        while items.len() < most && other.is_none() {
            match waiting.try_recv() {
                Ok(Ask::Judge { items: more, admit: true, reply }) => {
                    replies.push((more.len(), reply));
                    items.extend(more);
                }
                Ok(ask) => other = Some(ask),
                Err(_) => break,
            }
        }
        let verdicts = self.filter().and_then(|filter| words(filter.admit(items, now())));
        match verdicts {
            Ok(verdicts) => {
                self.tell(&verdicts);
                let mut verdicts = verdicts.into_iter();
                for (count, reply) in replies {
                    let _ = reply.send(Ok(verdicts.by_ref().take(count).collect()));
                }
            }
            Err(why) => {
                // What was counted of the batch is wrong now: only what is on disk is sure.
                self.filter = None;
                output::tell(&why);
                for (_, reply) in replies {
                    let _ = reply.send(Err(why.clone()));
                }
            }
        }
        other
    }

    /// Counts verdicts and puts them on the front page.
    fn tell(&mut self, verdicts: &[Verdict]) {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        for verdict in verdicts.iter().filter(|verdict| !verdict.known) {
            self.tally.verdict(verdict.fate);
            let json: serde_json::Value = serde_json::from_slice(&verdict.json).unwrap_or_default();
            let field = |name: &str| json[name].as_str().map(str::to_owned);
            latest.push_front(Latest {
                id: field("id").unwrap_or_default(),
                fate: verdict.fate,
                of: field("of"),
                summary: field("summary").unwrap_or_default(),
            });
        }
        latest.truncate(LATEST);
        if let Some(filter) = &self.filter {
            self.tally.documents(filter.state().known.len());
        }
    }
}

/// An error in words.
fn words<T>(found: Result<T, Error>) -> Result<T, String> {
    found.map_err(|error| error.to_string())
}

fn document(filter: &Filter, id: &str) -> Result<Option<Found>, Error> {
    let state = filter.state();
    let Some(number) = state.names.find(hash(id.as_bytes()), &state.known) else { return Ok(None) };
    let known = &state.known[number as usize];
    if known.gone {
        return Ok(None);
    }
    let view: View = filter.index().view()?;
    Ok(Some(Found { document: view.document(number)?, verdict: view.verdict(number)?, killed: known.killed }))
}

/// Cost: a look at every document.
fn cluster(filter: &Filter, id: &str) -> Result<Option<Vec<DocumentId>>, Error> {
    let state = filter.state();
    let known = || (0_u32..).zip(&state.known);
    let root = known().find(|(number, known)| known.parent == *number && known.cluster() == id);
    let Some((root, _)) = root else { return Ok(None) };
    let view = filter.index().view()?;
    let members = known().filter(|(number, known)| !known.gone && state.root(*number) == root);
    members.map(|(number, _)| view.id(number)).collect::<Result<_, _>>().map(Some)
}
