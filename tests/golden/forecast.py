#!/usr/bin/env python3
"""Writes forecast.json: what scikit-learn and statsmodels make of the shipped series. See README.md."""

import json
import math
import pathlib
import sys
import warnings

import numpy as np
import pandas as pd
import sklearn
import statsmodels
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error, mean_squared_error
from sklearn.preprocessing import StandardScaler
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.ar_model import AutoReg
from statsmodels.tsa.arima.model import ARIMA
from statsmodels.tsa.stattools import acf
from statsmodels.tsa.statespace.tools import diff

FOLDER = pathlib.Path(__file__).parent
SERIES = FOLDER / "../../www/data/series"
LAGS = 20

CASES = [
    {"name": "passengers: logarithm and difference", "file": "airpassengers.csv", "column": "passengers_thousands",
     "period": 12, "window": 12, "horizon": 12, "log": True, "difference": True},
    {"name": "passengers: logarithm and seasonal difference", "file": "airpassengers.csv", "column": "passengers_thousands",
     "period": 12, "window": 6, "horizon": 18, "log": True, "seasonal": True},
    {"name": "passengers: both differences", "file": "airpassengers.csv", "column": "passengers_thousands",
     "period": 12, "window": 8, "horizon": 14, "seasonal": True, "difference": True},
    {"name": "the Nile as it is", "file": "nile.csv", "column": "volume",
     "period": 1, "window": 8, "horizon": 5, "standardise": False},
    {"name": "sunspots a year", "file": "sunspots-yearly.csv", "column": "sunspots",
     "period": 11, "window": 24, "horizon": 12, "borders": [0.5, 0.7]},
    {"name": "sunspots a month", "file": "sunspots.csv", "column": "sunspots",
     "period": 132, "window": 24, "horizon": 12},
    {"name": "carbon dioxide, gaps filled", "file": "co2.csv", "column": "co2",
     "period": 52, "window": 24, "horizon": 26, "seasonal": True},
    {"name": "carbon dioxide, gaps kept", "file": "co2.csv", "column": "co2",
     "period": 52, "window": 4, "horizon": 3, "fills": False},
    {"name": "electricity", "file": "load.csv", "column": "megawatts",
     "period": 336, "window": 48, "horizon": 48, "seasonal": True},
]  # fmt: skip
DEFAULTS = {"log": False, "seasonal": False, "difference": False, "standardise": True, "fills": True, "borders": [0.6, 0.8]}


def filled(values, borders):
    """Linear within each part, with nothing taken from after its end: pandas fills what is open there with the last value."""
    result = values.copy()
    for start, end in zip([0, *borders], [*borders, len(values)]):
        known = result.iloc[:start].tail(1)
        part = pd.concat([known, values.iloc[start:end]]).reset_index(drop=True)
        part = part.interpolate("linear", limit_direction="forward").bfill()
        result.iloc[start:end] = part.iloc[len(known) :].to_numpy()
    return result


class Case:
    def __init__(self, settings):
        self.settings = s = {**DEFAULTS, **settings}
        self.raw = pd.read_csv(SERIES / s["file"])[s["column"]].astype(float)
        n = len(self.raw)
        self.validate_from, self.test_from = (math.floor(share * n + 0.5) for share in s["borders"])
        self.known = filled(self.raw, [self.validate_from, self.test_from]) if s["fills"] else self.raw
        self.y = self.known.to_numpy()
        levels = np.log(self.y) if s["log"] else self.y
        changed = diff(levels, k_diff=int(s["difference"]), k_seasonal_diff=int(s["seasonal"]), seasonal_periods=s["period"])
        self.lost = n - len(changed)
        changed = np.concatenate([np.full(self.lost, np.nan), changed])
        self.scaler = StandardScaler(with_mean=s["standardise"], with_std=s["standardise"])
        self.scaler.fit(changed[: self.validate_from, None])
        self.x = self.scaler.transform(changed[:, None])[:, 0]
        self.levels = levels

    def rows(self, ahead):
        """Where whole windows with so many values after them begin in the training part."""
        training = self.x[: self.validate_from]
        views = np.lib.stride_tricks.sliding_window_view(training, self.settings["window"] + ahead)
        return np.flatnonzero(np.isfinite(views).all(1))

    def is_origin(self, o):
        s = self.settings
        if o < s["window"] or o < s["period"] or math.isnan(self.raw[o - 1]):
            return False
        return bool(np.isfinite(self.x[o - s["window"] : o]).all() and np.isfinite(self.y[o - s["period"] : o]).all())

    def origins(self, start, end):
        return [o for o in range(start, end - self.settings["horizon"] + 1) if self.is_origin(o)]

    def fit(self):
        s = self.settings
        starts = self.rows(1)
        windows = np.lib.stride_tricks.sliding_window_view(self.x, s["window"] + 1)[starts]
        model = LinearRegression().fit(windows[:, :-1], windows[:, -1])
        training = self.x[self.lost : self.validate_from]
        if np.isfinite(training).all():
            check = AutoReg(training, lags=s["window"]).fit()
            assert np.allclose(check.params, [model.intercept_, *model.coef_[::-1]], rtol=1e-6, atol=1e-8)
            # scikit-learn's forecast from the end of the training part is statsmodels' own.
            ours = self.recursive(model, self.validate_from)
            theirs = check.forecast(s["horizon"])
            assert np.allclose(ours, theirs, rtol=1e-6, atol=1e-8), (ours, theirs)
        return model

    def recursive(self, model, origin):
        window = list(self.x[origin - self.settings["window"] : origin])
        for _ in range(self.settings["horizon"]):
            window.append(model.predict([window[-self.settings["window"] :]])[0])
        return np.array(window[self.settings["window"] :])

    def undone(self, origin, z):
        """Back to the series' own unit: each level from the levels before it."""
        s = self.settings
        z = self.scaler.inverse_transform(z[:, None])[:, 0]
        levels = list(self.levels[:origin])
        for change in z:
            level = change
            m = s["period"]
            if s["seasonal"] and s["difference"]:
                level += levels[-m] + levels[-1] - levels[-m - 1]
            elif s["seasonal"]:
                level += levels[-m]
            elif s["difference"]:
                level += levels[-1]
            levels.append(level)
        levels = np.array(levels[origin:])
        return np.exp(levels) if s["log"] else levels

    def all_linear(self, model, origins):
        """As `recursive`, for all origins at once."""
        s = self.settings
        windows = np.array([self.x[o - s["window"] : o] for o in origins])
        out = []
        for _ in range(s["horizon"]):
            out.append(model.predict(windows))
            windows = np.column_stack([windows[:, 1:], out[-1]])
        return np.array([self.undone(o, z) for o, z in zip(origins, np.array(out).T)])

    def baselines(self, origin):
        h = np.arange(1, self.settings["horizon"] + 1)
        m = self.settings["period"]
        known = self.y[:origin]
        known = known[np.flatnonzero(np.isfinite(known))[0] :]
        slope = (known[-1] - known[0]) / (len(known) - 1)
        season = np.resize(known[-m:], len(h))
        return {"last": np.full(len(h), known[-1]), "seasonal": season, "drift": known[-1] + h * slope}

    def check_baselines(self, origin):
        """The baselines are what three ARIMA models without a coefficient but the drift forecast (Hyndman and Athanasopoulos)."""
        if self.settings["period"] > 52:
            return  # a state of hundreds of values takes minutes
        said = self.baselines(origin)
        m = self.settings["period"]
        models = {
            "last": {"order": (0, 1, 0)},
            "seasonal": {"order": (0, 0, 0), "seasonal_order": (0, 1, 0, m)} if m > 1 else {"order": (0, 1, 0)},
            "drift": {"order": (0, 1, 0), "trend": "t"},
        }
        for name, settings in models.items():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                forecast = ARIMA(self.y[:origin], **settings).fit().forecast(self.settings["horizon"])
            spread = np.nanstd(self.y)
            assert np.allclose(forecast, said[name], rtol=0, atol=2e-3 * spread), (name, origin, forecast, said[name])


def errors(actual, said, scale):
    there = np.isfinite(actual)
    actual, said = actual[there], said[there]
    mae = mean_absolute_error(actual, said)
    return [mae, math.sqrt(mean_squared_error(actual, said)), mae / scale]


def record(settings):
    case = Case(settings)
    s = case.settings
    horizon, m = s["horizon"], s["period"]
    training = case.raw[: case.validate_from].to_numpy()
    pairs = np.isfinite(training[m:]) & np.isfinite(training[:-m])
    scale = mean_absolute_error(training[m:][pairs], training[:-m][pairs])
    model = case.fit()
    origins = case.origins(case.test_from, len(case.raw))
    if s["fills"]:
        case.check_baselines(origins[0])
    actual = np.array([case.raw[o : o + horizon] for o in origins])
    said = {"linear": case.all_linear(model, origins)}
    each = [case.baselines(o) for o in origins]
    for name in ("last", "seasonal", "drift"):
        said[name] = np.array([forecasts[name] for forecasts in each])
    shown = sorted({0, len(origins) // 3, len(origins) - 1})
    starts = case.rows(1)
    rows = sorted({0, len(starts) // 2, len(starts) - 1})
    residuals = (actual - said["linear"])[:, 0]
    residuals = residuals[np.isfinite(residuals)]
    return {
        **{key: s[key] for key in ("name", "file", "column", "period", "window", "horizon", *DEFAULTS)},
        "length": len(case.raw),
        "validateFrom": case.validate_from,
        "testFrom": case.test_from,
        "mean": float(case.scaler.mean_[0]) if s["standardise"] else 0.0,
        "deviation": float(case.scaler.scale_[0]) if s["standardise"] else 1.0,
        "scale": scale,
        "windows": len(starts),
        "farWindows": len(case.rows(horizon)),
        "rows": [{"row": i, "from": int(starts[i]), "values": list(case.x[starts[i] : starts[i] + s["window"] + 1])} for i in rows],
        "intercept": float(model.intercept_),
        "weights": list(model.coef_),
        "origins": [len(origins), origins[0], origins[-1]],
        "validationOrigins": len(case.origins(case.validate_from, case.test_from)),
        "forecasts": [
            {"origin": origins[i], **{name: list(values[i]) for name, values in said.items()}} for i in shown
        ],
        "errors": {
            name: {
                "all": errors(actual.ravel(), values.ravel(), scale),
                "byHorizon": [errors(actual[:, h], values[:, h], scale) for h in range(horizon)],
            }
            for name, values in said.items()
        },
        "autocorrelation": list(acf(residuals, nlags=LAGS, fft=False)[1:]),
    }


def plain(value):
    """12 significant digits: more than a test asks for, fewer than differ between two runs."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return float(f"{float(value):.12g}") if isinstance(value, (float, np.floating)) else value


def main():
    made_by = f"tests/golden/forecast.py with scikit-learn {sklearn.__version__} and statsmodels {statsmodels.__version__}"
    golden = {"madeBy": made_by, "cases": [plain(record(settings)) for settings in CASES]}
    text = json.dumps(golden, separators=(",", ":"), allow_nan=False)
    for key in ('{"name"', '"rows"', '"forecasts"', '"errors"', '"autocorrelation"'):
        text = text.replace(key, "\n" + key)
    (FOLDER / "forecast.json").write_text(text + "\n")
    print(f"forecast.json: {len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
