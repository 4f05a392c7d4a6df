# In place of a lab that cannot run.
poster-title = A lab of Nabla
failure-cannot-run = This lab computes in your browser, and this browser lacks what that takes: WebAssembly and workers.
poster-cannot-run = Open the page in a current Chrome, Edge, Firefox or Safari. If this is one of them, a setting or an extension may have switched WebAssembly off.
poster-wasm-load = Something between this page and the server may hold the files back: no connection, a filter, or this page’s security policy, which has to allow WebAssembly and workers from blobs.
poster-file = A page that is opened from a file may not load them. Serve its folder, for example with: python3 -m http.server
poster-elsewhere = Nothing of the text around the lab depends on it; read on, and come back to it elsewhere.
