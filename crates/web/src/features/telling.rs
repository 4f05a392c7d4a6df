//! How the page hears what is being done.

use nabla_models::config::FeatureExperiment;
use nabla_models::features::{Measured, Phase as Doing, Series};

use super::FeaturesLab;
use super::protocol::{DataInfo, Event, Metrics, Phase, Point, SeriesInfo};

/// How often the page hears of progress.
const PROGRESS_MS: f64 = 100.0;

impl FeaturesLab {
    pub(super) fn metrics(&self) -> Metrics {
        let contest = self.contest.as_ref();
        Metrics {
            points: contest.map_or(0, |contest| contest.points().len()),
            total: contest.map_or(0, nabla_models::features::Contest::total),
            finished: contest.is_some_and(nabla_models::features::Contest::is_over),
        }
    }

    pub(super) fn tell_begun(&self, unasked: bool) {
        let Some(contest) = &self.contest else { return };
        let split = contest.split();
        let data = DataInfo {
            data: self.config.data,
            classes: split.train.class_names().to_vec(),
            size: split.train.size(),
            train: split.train.len(),
            test: split.test.len(),
            tested: contest.tested(),
        };
        let info = |series: &Series| {
            let (inputs, parameters) = contest.sizes(series);
            SeriesInfo {
                series: series.name.clone(),
                model: series.model,
                permuted: series.permuted,
                inputs,
                parameters,
            }
        };
        self.emit(Event::Begun {
            data: Box::new(data),
            experiment: self.config.experiment,
            series: contest.series().iter().map(info).collect(),
            xs: contest.xs(),
            total: contest.total(),
            points: self.points.iter().filter(|point| point.experiment == self.config.experiment).cloned().collect(),
            unasked,
        });
    }

    /// Keeps a point and says so; the first replaces what was kept of the experiment from before.
    pub(super) fn tell_measured(&mut self, measured: &Measured) {
        let Some(contest) = &self.contest else { return };
        let experiment: FeatureExperiment = self.config.experiment;
        let point = Point {
            experiment,
            series: contest.series()[measured.series].name.clone(),
            x: measured.x,
            seed: self.config.seed,
            train: measured.train,
            test: measured.test,
            right: measured.right,
            accuracy: measured.right as f32 / measured.test as f32,
            train_seconds: measured.train_ms / 1000.0,
            test_seconds: measured.test_ms / 1000.0,
        };
        if contest.points().len() == 1 {
            self.points.retain(|point| point.experiment != experiment);
        }
        self.points.push(point.clone());
        self.emit(Event::Measured { point, metrics: self.metrics() });
    }

    /// Tells the page what is being done, when it is time.
    pub(super) fn tell_progress(&mut self) {
        let now = (self.clock)();
        let Some(contest) = self.contest.as_ref().filter(|_| now - self.told_at >= PROGRESS_MS) else { return };
        let Some(progress) = contest.progress() else { return };
        self.told_at = now;
        let phase = match progress.phase {
            Doing::Measuring => Phase::Measuring,
            Doing::Training => Phase::Training,
            Doing::Testing => Phase::Testing,
        };
        let (Some(contest), x, share) = (&self.contest, progress.x, progress.share) else { return };
        let series = contest.series()[progress.series].name.clone();
        self.emit(Event::Progress { series, x, phase, share, metrics: self.metrics() });
    }
}
