//! Who may read and who may write.

use anyhow::{Context, Result, bail};
use axum::http::{HeaderMap, StatusCode, header::AUTHORIZATION};
use hmac::{Hmac, Mac};
use sha1::Sha1;
use std::{env, fs, path::Path};

/// What a request needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Right {
    Read,
    Write,
}

/// The tokens that are known, and the secret of Superdesk's pushes.
#[derive(Default)]
pub(super) struct Access {
    tokens: Vec<(Right, String)>,
    secret: Option<String>,
}

impl Access {
    /// The tokens of `file` and of the environment.
    pub(super) fn new(file: Option<&Path>) -> Result<Self> {
        let mut access = Self::default();
        if let Some(path) = file {
            let text = fs::read_to_string(path).with_context(|| format!("{}: cannot read", path.display()))?;
            for (number, line) in (1..).zip(text.lines()) {
                let words: Vec<&str> = line.split_whitespace().collect();
                let right = match words[..] {
                    [] => continue,
                    [comment, ..] if comment.starts_with('#') => continue,
                    ["read", token] => (Right::Read, token),
                    ["write", token] => (Right::Write, token),
                    ["ninjs", secret] => {
                        access.secret = Some(secret.to_owned());
                        continue;
                    }
                    _ => {
                        bail!("{}:{number}: wanted \"read TOKEN\", \"write TOKEN\" or \"ninjs SECRET\"", path.display())
                    }
                };
                access.tokens.push((right.0, right.1.to_owned()));
            }
        }
        for (name, right) in [("VARIORUM_READ_TOKEN", Right::Read), ("VARIORUM_WRITE_TOKEN", Right::Write)] {
            access.tokens.extend(env::var(name).ok().filter(|token| !token.is_empty()).map(|token| (right, token)));
        }
        access.secret = access.secret.or(env::var("VARIORUM_NINJS_SECRET").ok().filter(|secret| !secret.is_empty()));
        Ok(access)
    }

    /// Whether a token is asked for.
    pub(super) fn is_guarded(&self) -> bool {
        !self.tokens.is_empty()
    }

    /// Whether whoever sent `headers` may do what needs `right`; else the status and why.
    pub(super) fn allows(&self, right: Right, headers: &HeaderMap) -> Result<(), (StatusCode, &'static str)> {
        if !self.is_guarded() {
            return Ok(());
        }
        let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(given) = given.and_then(|value| value.strip_prefix("Bearer ")) else {
            return Err((StatusCode::UNAUTHORIZED, "wanted a header \"Authorization: Bearer TOKEN\""));
        };
        let rights = self.tokens.iter().filter(|(_, token)| same(token.as_bytes(), given.trim().as_bytes()));
        match rights.map(|(right, _)| *right).max() {
            None => Err((StatusCode::UNAUTHORIZED, "the token is not known")),
            Some(held) if held < right => {
                Err((StatusCode::FORBIDDEN, "the token may read, this needs one that may write"))
            }
            Some(_) => Ok(()),
        }
    }

    /// Whether `body` was signed by Superdesk (`x-superdesk-signature: sha1=HEX`); with no secret, what [`Access::allows`] says.
    pub(super) fn allows_push(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), (StatusCode, &'static str)> {
        let Some(secret) = &self.secret else { return self.allows(Right::Write, headers) };
        let given = headers.get("x-superdesk-signature").and_then(|value| value.to_str().ok());
        let Some(given) = given.and_then(|value| value.strip_prefix("sha1=")) else {
            return Err((StatusCode::UNAUTHORIZED, "wanted a header \"x-superdesk-signature: sha1=HEX\""));
        };
        let signed =
            Hmac::<Sha1>::new_from_slice(secret.as_bytes()).ok().zip(unhex(given)).is_some_and(|(mut mac, sum)| {
                mac.update(body);
                mac.verify_slice(&sum).is_ok()
            });
        if signed { Ok(()) } else { Err((StatusCode::UNAUTHORIZED, "the signature is not that of this body")) }
    }
}

/// Whether two are the same, in a time that does not tell how much of them is.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

/// The bytes that hexadecimal digits stand for.
fn unhex(digits: &str) -> Option<Vec<u8>> {
    let digits = digits.as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = |pair: &[u8]| Some((digit(pair[0])? << 4 | digit(*pair.get(1)?)?) as u8);
    digits.chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_push_is_taken_with_its_signature_only() {
        let access = Access { secret: Some("key".to_owned()), ..Access::default() };
        let body = b"The quick brown fox jumps over the lazy dog";
        let signed = |signature: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-superdesk-signature", signature.parse().unwrap());
            access.allows_push(&headers, body)
        };
        // The example of RFC 2202's companions: HMAC-SHA1 of that sentence under "key".
        assert_eq!(signed("sha1=de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9"), Ok(()));
        assert!(signed("sha1=de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d8").is_err());
        assert!(signed("sha1=de7").is_err() && signed("md5=00").is_err());
        assert!(access.allows_push(&HeaderMap::new(), body).is_err());
    }

    #[test]
    fn who_may_read_may_not_write() {
        let tokens = vec![(Right::Read, "reader".to_owned()), (Right::Write, "desk".to_owned())];
        let access = Access { tokens, secret: None };
        let with = |right, token: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
            access.allows(right, &headers).map_err(|(status, _)| status.as_u16())
        };
        assert_eq!((with(Right::Read, "reader"), with(Right::Write, "reader")), (Ok(()), Err(403)));
        assert_eq!((with(Right::Read, "desk"), with(Right::Write, "desk")), (Ok(()), Ok(())));
        assert_eq!((with(Right::Read, "reade"), with(Right::Read, "")), (Err(401), Err(401)));
        assert_eq!(access.allows(Right::Read, &HeaderMap::new()).unwrap_err().0, 401);
    }
}
