# Runs that are kept on this device.
keep-whole = A run of this lab was kept at step { $step }, { $time }.
keep-older = A run of this lab was kept at step { $step }, { $time }: the save after it is damaged, and this one is whole.
keep-broken = A run of this lab was kept, { $time }, but what was saved is damaged and cannot be opened.
keep-elsewhere = A run of this lab goes on in another tab, kept there at step { $step }. What you train here is kept beside it.
keep-here-only = Saved on this device only.
keep-earlier = Earlier kept runs ({ $count })
keep-go-on = Go on
keep-download = Download
keep-forget = Forget
keep-forget-sure = Forget it for good
keep-back = The run is here again, at step { $step }. Train goes on from there.
keep-trouble-none = This browser window keeps nothing, as private windows do: the run ends with the page. Download it to go on later.
keep-trouble-full = There is no room left on this device to keep the run. It goes on here; forget kept runs or free some space, or download it.
keep-trouble-newer = A newer Nabla is open in another tab, so this run is not kept any more. Download it, then reload this page.
keep-trouble-blocked = The browser’s storage does not answer, perhaps because of an older Nabla in another tab. Close other tabs with Nabla; the run goes on here.
keep-trouble-lost = The browser could not write the run to this device. It goes on here, and is tried again; download it to be safe.
keep-trouble-large = This run is too large to be kept. It goes on here, and ends with the page.
