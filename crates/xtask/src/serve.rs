//! A static file server for `dist/`, on this machine only.

use crate::{page, project};
use anyhow::{Result, anyhow};
use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::thread;
use tiny_http::{Header, Method, Request, Response, Server};

/// Builds the release page and serves it until interrupted.
///
/// # Errors
/// A build that fails, or a port in use.
pub(crate) fn release(port: u16, prefix: &str) -> Result<()> {
    // The port is taken before the build, so that a busy one costs no minute of waiting.
    let server = bind(port)?;
    page::build()?;
    println!("\nNabla is at {}  (Ctrl+C ends it)", address(&server, prefix));
    answer(&server, &project::path("dist"), prefix);
    Ok(())
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

/// Serves `dist/` under `prefix` at a free port, on threads that live as long as this process; the page's address.
///
/// # Errors
/// No free port.
pub(crate) fn in_background(prefix: &'static str) -> Result<String> {
    let server = bind(0)?;
    let address = address(&server, prefix);
    thread::spawn(move || answer(&server, &project::path("dist"), prefix));
    Ok(address)
}

fn bind(port: u16) -> Result<Server> {
    Server::http(("127.0.0.1", port)).map_err(|error| {
        anyhow!("cannot serve at port {port} ({error}): end what uses it, or choose another with --port")
    })
}

fn address(server: &Server, prefix: &str) -> String {
    let slash = if prefix.is_empty() { "" } else { "/" };
    format!("http://{}/{prefix}{slash}", server.server_addr())
}

/// Answers on a few threads, so that one slow reader does not hold up the rest. Never ends.
fn answer(server: &Server, folder: &Path, prefix: &str) {
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for request in server.incoming_requests() {
                    // A browser that went away is no concern of the server's.
                    let _ = reply(request, folder, prefix);
                }
            });
        }
    });
}

fn reply(request: Request, folder: &Path, prefix: &str) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::empty(405));
    }
    let url = request.url().split(['?', '#']).next().unwrap_or_default().to_owned();
    let Some(path) = file_path(&url, prefix).map(|path| folder.join(path)) else {
        return not_found(request);
    };
    if path.is_dir() && !url.ends_with('/') {
        // Without the slash, the page's relative addresses would lead one folder too high.
        let to = header("Location", &format!("{url}/"));
        return request.respond(Response::empty(302).with_header(to));
    }
    let path = if path.is_dir() { path.join("index.html") } else { path };
    let Ok(file) = File::open(&path) else {
        return not_found(request);
    };
    let response = Response::from_file(file)
        .with_chunked_threshold(usize::MAX) // lengths let the page show progress
        .with_header(header("Content-Type", mime_type(&path)))
        .with_header(header("Cache-Control", "no-cache"))
        // As static hosts do: a sandboxed frame, or another site's page, has to read a lab's modules.
        .with_header(header("Access-Control-Allow-Origin", "*"));
    request.respond(response)
}

fn not_found(request: Request) -> io::Result<()> {
    request.respond(Response::from_string("404: there is no such file\n").with_status_code(404))
}

/// A header of ASCII text that this file chose.
fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).unwrap_or_else(|()| unreachable!("{name}: {value} is ASCII"))
}

/// The file that the path of a URL names, relative to the folder served; `None` outside of it.
fn file_path(url: &str, prefix: &str) -> Option<PathBuf> {
    let decoded = percent_decoded(url)?;
    let inside = decoded.strip_prefix('/')?.strip_prefix(prefix)?;
    if !prefix.is_empty() && !inside.is_empty() && !inside.starts_with('/') {
        return None;
    }
    let path = PathBuf::from(inside.trim_start_matches('/'));
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

fn percent_decoded(url: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains(['\0', '\\']))
}

/// Browsers refuse modules and WebAssembly of another type. Compressed texts are files to the page, which unpacks
/// them itself: they are sent as they are, without Content-Encoding.
fn mime_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "gz" => "application/gzip",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" | "ftl" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;

    #[test]
    fn browsers_get_the_types_they_insist_on() {
        for (name, mime) in [
            ("a/nabla-worker_bg.wasm", "application/wasm"),
            ("worker.js", "text/javascript; charset=utf-8"),
            ("data/kjv.txt.gz", "application/gzip"),
            ("LICENSE", "application/octet-stream"),
        ] {
            assert_eq!(mime_type(Path::new(name)), mime, "{name}");
        }
    }

    #[test]
    fn urls_name_files_inside_the_folder_only() {
        let named = |url, prefix| file_path(url, prefix).map(|path| path.to_string_lossy().into_owned());
        assert_eq!(named("/", "").as_deref(), Some(""));
        assert_eq!(named("/data/a%20b.gz", "").as_deref(), Some("data/a b.gz"));
        assert_eq!(named("/x/y/nabla.js", "x/y").as_deref(), Some("nabla.js"));
        assert_eq!(named("/x/y", "x/y").as_deref(), Some(""));
        for (url, prefix) in [
            ("/../Cargo.toml", ""),
            ("/%2e%2e/Cargo.toml", ""),
            ("/data/../../x", ""),
            ("/..%5cx", ""),
            ("/nabla.js", "x/y"),
            ("/x/yz", "x/y"),
            ("/%zz", ""),
            ("/%", ""),
        ] {
            assert_eq!(named(url, prefix), None, "{url}");
        }
    }

    /// The response to a request, as text.
    fn asked(server: &str, request: &str) -> Result<String> {
        let mut stream = TcpStream::connect(server)?;
        write!(stream, "{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn a_folder_is_served_under_a_path() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("nabla-serve-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), "<p>hello")?;
        fs::write(folder.join("big.wasm"), vec![b'w'; 100_000])?;
        let server = bind(0)?;
        let host = server.server_addr().to_string();
        assert_eq!(address(&server, "a/b"), format!("http://{host}/a/b/"));
        let served = folder.clone();
        thread::spawn(move || answer(&server, &served, "a/b"));

        let page = asked(&host, "GET /a/b/?x=1")?;
        assert!(page.starts_with("HTTP/1.1 200") && page.ends_with("<p>hello"), "{page}");
        assert!(page.contains("text/html") && page.contains("no-cache"), "{page}");
        let module = asked(&host, "GET /a/b/big.wasm")?;
        assert!(module.contains("Content-Length: 100000"), "{}", &module[..200]);
        assert!(asked(&host, "GET /a/b")?.contains("Location: /a/b/"));
        assert!(asked(&host, "GET /a/b/none.js")?.starts_with("HTTP/1.1 404"));
        assert!(asked(&host, "GET /index.html")?.starts_with("HTTP/1.1 404"));
        assert!(asked(&host, "POST /a/b/")?.starts_with("HTTP/1.1 405"));
        fs::remove_dir_all(&folder)?;
        Ok(())
    }

    #[test]
    fn a_busy_port_is_named() -> Result<()> {
        let first = bind(0)?;
        let port = first.server_addr().to_ip().expect("an IP address").port();
        let error = bind(port).err().expect("the port is taken");
        assert!(error.to_string().contains(&format!("port {port}")), "{error}");
        Ok(())
    }
}
