//! Settings of the forecasting lab with a few named values.

use serde::Serialize;

choices! {
    /// A time series.
    SeriesKind {
        /// Electricity demand of England and Wales, every half-hour.
        Load = "load",
        /// Sunspots, a number a month.
        Sunspots = "sunspots",
        /// Sunspots, a number a year.
        SunspotsYearly = "sunspots-yearly",
        /// CO₂ on Mauna Loa, weekly.
        Co2 = "co2",
        /// The sea's temperature off Peru, monthly.
        ElNino = "elnino",
        /// The flow of the Nile, yearly.
        Nile = "nile",
        /// Airline passengers, monthly.
        AirPassengers = "airpassengers",
        /// Seattle's weather, daily.
        Seattle = "seattle",
        /// Seattle's weather, every hour of a normal year.
        SeattleHourly = "seattle-hourly",
        /// A function, computed.
        Function = "function",
        /// A person's own.
        Own = "own",
    }
}

choices! {
    /// A function to be forecast.
    WaveKind {
        /// One sine.
        Sine = "sine",
        /// Three sines of different periods.
        Sines = "sines",
        /// A sine that dies away.
        Damped = "damped",
        /// A sine that gets faster.
        Chirp = "chirp",
        /// Chaos: Mackey and Glass 1977.
        MackeyGlass = "mackey-glass",
    }
}

choices! {
    /// What is done about values that are missing.
    Missing {
        /// A straight line between their neighbours.
        Interpolate = "interpolate",
        /// They are left out, as if the series had not had them.
        Drop = "drop",
        /// They stay: what would need them is left out.
        Keep = "keep",
    }
}

choices! {
    /// What stands between the cells of a table.
    Separator {
        /// Whatever gives most rows the same number of cells.
        Auto = "auto",
        /// ,
        Comma = "comma",
        /// ;
        Semicolon = "semicolon",
        /// A tab.
        Tab = "tab",
        /// |
        Bar = "bar",
    }
}

impl Separator {
    /// Its byte, if it was chosen.
    pub fn byte(self) -> Option<u8> {
        match self {
            Self::Auto => None,
            Self::Comma => Some(b','),
            Self::Semicolon => Some(b';'),
            Self::Tab => Some(b'\t'),
            Self::Bar => Some(b'|'),
        }
    }
}

choices! {
    /// What decimals follow in a table.
    DecimalMark {
        /// Whichever more of its cells look like.
        Auto = "auto",
        /// As in 1.5.
        Point = "point",
        /// As in 1,5.
        Comma = "comma",
    }
}

impl DecimalMark {
    /// Whether it is a comma, if one was chosen.
    pub fn is_comma(self) -> Option<bool> {
        match self {
            Self::Auto => None,
            Self::Point => Some(false),
            Self::Comma => Some(true),
        }
    }
}

choices! {
    /// What a series is changed by before a model sees it, in this order; forecasts are changed back.
    Preparation {
        /// yₜ → log yₜ
        Log = "log",
        /// yₜ → yₜ − yₜ₋ₘ, of one period.
        Seasonal = "seasonal",
        /// yₜ → yₜ − yₜ₋₁
        Difference = "difference",
        /// Mean 0 and standard deviation 1 on the training part.
        Standardise = "standardise",
    }
}

choices! {
    /// What forecasts.
    ModelKind {
        /// A feed-forward net on a sliding window.
        Mlp = "mlp",
        /// Linear autoregression on the same window.
        Linear = "linear",
        /// The simple recurrent net.
        Rnn = "rnn",
        /// LSTM.
        Lstm = "lstm",
        /// LSTM whose gates also see the state.
        LstmPeepholes = "lstm-peepholes",
        /// GRU.
        Gru = "gru",
    }
}

choices! {
    /// What a recurrent net is judged by while it learns.
    Mode {
        /// Every value that it reads is to be followed by the right forecast.
        OneToOne = "one-to-one",
        /// It reads the window, and forecasts one value.
        ManyToOne = "many-to-one",
        /// It reads the window, and forecasts several, each from its last output.
        OneToMany = "one-to-many",
    }
}

choices! {
    /// A part of the forecasting lab that an author may hide.
    ForecastPanel {
        /// The controls.
        Settings = "settings",
        /// The series and its forecasts.
        Series = "series",
        /// Errors by horizon and the table of models.
        Scores = "scores",
        /// The window that slides.
        Window = "window",
        /// The net, unrolled.
        Unrolled = "unrolled",
        /// What the forecasts miss.
        Residuals = "residuals",
        /// The buttons, and where the run stands.
        Toolbar = "toolbar",
        /// The losses of the nets.
        Learning = "learning",
    }
}
