//! A static file server for `dist/`, on this machine only.

use crate::{page, project};
use anyhow::{Context as _, Result, anyhow};
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use axum::response::Redirect;
use axum::routing::get;
use std::net::TcpListener;
use std::path::Path;
use std::thread;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// Builds the release page and serves it until interrupted.
///
/// # Errors
/// A build that fails, or a port in use.
pub(crate) fn release(port: u16, prefix: &str) -> Result<()> {
    // The port is taken before the build, so that a busy one costs no minute of waiting.
    let listener = bind(port)?;
    page::build()?;
    println!("\nNabla is at {}  (Ctrl+C ends it)", address(&listener, prefix)?);
    answer(listener, &project::path("dist"), prefix)
}

/// Trunk's server with live reload, until interrupted.
///
/// # Errors
/// A missing tool, a port in use, or a Trunk that ends by itself.
pub(crate) fn live(port: u16) -> Result<()> {
    drop(bind(port)?);
    println!("Nabla will be at http://127.0.0.1:{port}/ and reload with each change  (Ctrl+C ends it)");
    page::build_and_watch(port)
}

/// Serves `dist/` under `prefix` at a free port, on a thread that lives as long as this process; the page's address.
///
/// # Errors
/// No free port.
pub(crate) fn in_background(prefix: &'static str) -> Result<String> {
    folder_in_background("dist", prefix)
}

/// The same of any folder of the project.
///
/// # Errors
/// No free port.
pub(crate) fn folder_in_background(folder: &'static str, prefix: &'static str) -> Result<String> {
    let listener = bind(0)?;
    let address = address(&listener, prefix)?;
    thread::spawn(move || answer(listener, &project::path(folder), prefix));
    Ok(address)
}

fn bind(port: u16) -> Result<TcpListener> {
    TcpListener::bind(("127.0.0.1", port)).map_err(|error| {
        anyhow!("cannot serve at port {port} ({error}): end what uses it, or choose another with --port")
    })
}

fn address(listener: &TcpListener, prefix: &str) -> Result<String> {
    let slash = if prefix.is_empty() { "" } else { "/" };
    Ok(format!("http://{}/{prefix}{slash}", listener.local_addr()?))
}

/// Answers as long as the process lives.
fn answer(listener: TcpListener, folder: &Path, prefix: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    listener.set_nonblocking(true)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, files(folder, prefix)).await.context("the server ended")
    })
}

/// The folder's files under a path. Compressed texts are files to the page, which unpacks them itself: they are sent as
/// they are, without Content-Encoding.
fn files(folder: &Path, prefix: &str) -> Router {
    let files = ServeDir::new(folder);
    let router = if prefix.is_empty() {
        Router::new().fallback_service(files)
    } else {
        let inside = format!("/{prefix}/");
        // Without the slash, the page's relative addresses would lead one folder too high.
        let to_inside = get({
            let inside = inside.clone();
            move || async move { Redirect::temporary(&inside) }
        });
        Router::new().nest_service(&inside, files).route(&format!("/{prefix}"), to_inside)
    };
    router
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-cache")))
        // As static hosts do: a sandboxed frame, or another site's page, has to read a lab's modules.
        .layer(SetResponseHeaderLayer::overriding(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::net::{SocketAddr, TcpStream};
    use std::path::PathBuf;
    use std::time::Duration;
    use std::{env, fs, io, process};

    /// The response to a request, as text.
    fn asked(server: SocketAddr, request: &str) -> Result<String> {
        let mut stream = TcpStream::connect(server)?;
        write!(stream, "{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(text)
    }

    /// A folder with a few files, served under `prefix`.
    fn served(name: &str, prefix: &'static str) -> Result<(PathBuf, SocketAddr)> {
        let folder = env::temp_dir().join(format!("nabla-{name}-{}", process::id()));
        fs::create_dir_all(folder.join("data"))?;
        fs::write(folder.join("index.html"), "<p>hello")?;
        fs::write(folder.join("nabla.js"), "'use strict'")?;
        fs::write(folder.join("big.wasm"), vec![b'w'; 100_000])?;
        fs::write(folder.join("data/a b.txt.gz"), "packed")?;
        let listener = bind(0)?;
        let host = listener.local_addr()?;
        let inside = folder.clone();
        thread::spawn(move || answer(listener, &inside, prefix));
        Ok((folder, host))
    }

    #[test]
    fn a_folder_is_served_under_a_path() -> Result<()> {
        let (folder, host) = served("folder", "a/b")?;
        let page = asked(host, "GET /a/b/?x=1")?;
        assert!(page.starts_with("HTTP/1.1 200") && page.ends_with("<p>hello"), "{page}");
        assert!(page.contains("text/html") && page.contains("no-cache"), "{page}");
        assert!(page.contains("access-control-allow-origin: *"), "{page}");
        assert!(asked(host, "GET /a/b")?.contains("location: /a/b/"));
        for inside in ["/a/b/none.js", "/index.html", "/a/b/../../Cargo.toml", "/a/b/%2e%2e/Cargo.toml", "/a/bc"] {
            assert!(asked(host, &format!("GET {inside}"))?.starts_with("HTTP/1.1 404"), "{inside}");
        }
        assert!(asked(host, "POST /a/b/")?.starts_with("HTTP/1.1 405"));
        fs::remove_dir_all(&folder)?;
        Ok(())
    }

    /// Browsers refuse modules and WebAssembly of another type; lengths let the page show progress.
    #[test]
    fn browsers_get_the_types_and_lengths_they_insist_on() -> Result<()> {
        let (folder, host) = served("types", "")?;
        for (name, mime, length) in [
            ("/", "text/html", 8),
            ("/nabla.js", "text/javascript", 12),
            ("/big.wasm", "application/wasm", 100_000),
            ("/data/a%20b.txt.gz", "application/gzip", 6),
        ] {
            let answer = asked(host, &format!("GET {name}"))?;
            assert!(answer.contains(&format!("content-type: {mime}")), "{name}: {}", &answer[..200]);
            assert!(answer.contains(&format!("content-length: {length}")), "{name}: {}", &answer[..200]);
            assert!(!answer.contains("content-encoding"), "{name}");
        }
        fs::remove_dir_all(&folder)?;
        Ok(())
    }

    #[test]
    fn a_busy_port_is_named() -> Result<()> {
        let first = bind(0)?;
        let port = first.local_addr()?.port();
        let error = bind(port).expect_err("the port is taken");
        assert!(error.to_string().contains(&format!("port {port}")), "{error}");
        Ok(())
    }

    /// Browsers open several connections at once and keep them: none may wait for another to be closed.
    #[test]
    fn connections_that_stay_open_hold_up_no_other() -> Result<()> {
        let (folder, host) = served("many", "")?;
        for round in 1..30 {
            let mut open: Vec<TcpStream> =
                (0..round * 8).map(|_| TcpStream::connect(host)).collect::<io::Result<_>>()?;
            for stream in &mut open {
                stream.set_read_timeout(Some(Duration::from_secs(10)))?;
                write!(stream, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")?;
            }
            for (number, stream) in open.iter_mut().enumerate() {
                let mut start = [0; 15];
                stream.read_exact(&mut start).with_context(|| format!("round {round}, connection {number}"))?;
                assert_eq!(&start, b"HTTP/1.1 200 OK");
            }
        }
        fs::remove_dir_all(&folder)?;
        Ok(())
    }
}
