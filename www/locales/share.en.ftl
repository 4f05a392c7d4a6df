share-title = Make a lesson of it
share-lead = The lab is handed on as it is set up now. Choose what students see of it and what they may touch; the rest stays as you set it. A lock is for a lesson, not against a determined reader.
share-close = Close
share-see = Students see
share-change = Students may use
share-buttons = Buttons
share-settings = Settings
share-all = All
share-none = None
share-all-of = { $what }: all
share-none-of = { $what }: none
share-look = How it opens
share-lang = Language
share-lang-own = The reader’s own
share-lang-en = English
share-lang-ru = Русский
share-theme = Theme
share-theme-own = The reader’s own
share-theme-light = Light
share-theme-dark = Dark
share-kind = Hand it on as
share-kind-link = Link
share-kind-frame = Frame (iframe)
share-kind-element = Element
share-hint-link = To be opened in a browser: by mail, in a chat, on a slide.
share-hint-frame = For Moodle, Canvas and every page that takes an iframe.
share-hint-element = For pages of your own: one script and one tag; its height follows what it shows.
share-width = Width
share-width-full = All there is
share-width-pixels = { $pixels } px
share-height = Height, px
share-code = What is copied
share-copy = Copy
share-copied = Copied.
share-select = This browser does not let the page copy. The text is selected: press Ctrl+C, or ⌘C.
share-try = Open it as students will
share-preview-panels =
    { $total ->
        [one] Students see { $shown } of one panel
       *[other] Students see { $shown } of { $total } panels
    }
share-preview-free =
    { $free ->
        [0] and may use nothing of it.
        [one] and may use one control: { $names }.
       *[other] and may use { $free } controls: { $names }.
    }
share-preview-more = { $names } and { $more } more
share-preview-language-own = It speaks the reader’s language.
share-preview-language-en = It speaks English.
share-preview-language-ru = It speaks Russian.
share-size = { $bytes } of 2,000 bytes
share-without = Too long for a link and left out: { $fields }.
share-own-data = Your own data do not travel along: students begin with what is shipped.
share-button-presets = Experiments that set many settings
share-button-own = Data of their own
panel-toolbar = Buttons, and where the run stands
panel-settings = Settings
panel-cell = One step of a cell in numbers
panel-gates = Every gate at every character
panel-weights = Where the weights are
panel-presets = Experiments to begin with
panel-parts = The choice of the part
panel-net = The unrolled net
panel-matrices = A factor and the product
panel-terms = The terms and their sum
panel-products = The products of all nets
panel-examples = Sentences of the test part
panel-imagenet = A thousand classes: the winners’ errors
