//! `backend: auto`: which device is the faster for this model, found out while it trains.
//!
//! The run begins on the processor, at once. Meanwhile a GPU is looked for and its kernels are compiled. Then a copy of
//! the run takes a few steps there, the last of them while the processor stands still, and after that a few steps of the
//! run itself are timed. If the GPU has won, the run moves between two steps, with the weights and the optimiser's memory
//! as they are by then. If not, the copy is dropped, and the run is to the bit what it would have been without a trial.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use nabla_compute::{Device, DeviceError};
use nabla_models::Trainer;
use nabla_models::config::{Backend, Settings};

use super::laps::{Laps, Next, TIMED_STEPS};
use super::run::Stop;
use super::{Outgoing, Session};
use crate::backend::{Connecting, on_cpu, on_cpu_after, on_gpu};
use crate::protocol::{DeviceInfo, Event, Reason, Timing};

/// Where a trial stands.
pub(super) enum Trial {
    /// A GPU is looked for.
    Connecting(Connecting),
    /// There is one, but the run has not taken its first step.
    Found(Device),
    /// The model's kernels are compiled.
    Compiling(Device, Pin<Box<dyn Future<Output = Result<(), DeviceError>>>>),
    /// A copy of the run takes steps on the GPU.
    Stepping(Laps),
    /// The GPU's time is known, and the run's own steps are timed.
    Comparing(Trainer, f64),
    /// The GPU is the faster: the run moves between two steps.
    Moving(Trainer, Timing),
}

impl Trial {
    /// Whether the run has to stand still, so that a GPU's step is timed by itself.
    pub(super) fn stands(&self) -> bool {
        matches!(self, Trial::Stepping(laps) if laps.are_warm())
    }

    pub(super) fn is_moving(&self) -> bool {
        matches!(self, Trial::Moving(..))
    }
}

impl Timing {
    /// Whether the GPU won.
    pub(super) fn is_for_gpu(&self) -> bool {
        self.webgpu_ms < self.cpu_ms
    }
}

impl Session {
    /// Which timings are of this model, in this shape; none without a text.
    fn model_key(&self) -> Option<String> {
        let (_, text) = self.text.as_ref()?;
        let config = self.config.to_map();
        let of = |key: &str| config[key].as_str().map_or_else(|| config[key].to_string(), str::to_owned);
        let keys = ["lab", "math", "cell", "input", "embedding", "hidden", "layers", "batch", "sequence"];
        Some(format!("{} V={}", keys.map(of).join(" "), text.vocabulary().len()))
    }

    fn known(&self) -> Option<&Timing> {
        let key = self.model_key()?;
        self.timings.iter().find(|timing| timing.model == key)
    }

    /// Takes in what is known of models from before.
    pub(super) fn recall(&mut self, timings: impl Iterator<Item = Timing>) {
        for timing in timings {
            self.remember(timing);
        }
    }

    fn remember(&mut self, timing: Timing) {
        self.timings.retain(|other| other.model != timing.model);
        self.timings.push(timing);
    }

    /// Whether "auto" has a choice: not when there is no GPU, or none that works.
    pub(super) fn may_try_gpu(&self) -> bool {
        let has_none = self.device.as_ref().is_some_and(|(_, info)| info.has_no_gpu());
        self.config.backend == Backend::Auto && !has_none
    }

    /// Begins a trial for the model there is now, or for the one that will be there, unless it is known that the
    /// processor is the faster.
    pub(super) fn begin_trial(&mut self) {
        let connecting = match self.trial.take() {
            Some(Trial::Connecting(connecting)) => connecting,
            _ => self.backends.connect(),
        };
        match self.known().cloned() {
            Some(timing) if !timing.is_for_gpu() => self.stay_on_cpu(timing),
            _ => self.trial = Some(Trial::Connecting(connecting)),
        }
    }

    /// Takes the trial a stage on, if it can. Ready: it did, and may go on at once.
    pub(super) fn poll_trial(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let (next, went_on) = match self.trial.take() {
            None => return Poll::Pending,
            Some(Trial::Connecting(mut connecting)) => match connecting.as_mut().poll(context) {
                Poll::Ready(found) => (self.take_gpu(found), true),
                Poll::Pending => (Ok(Trial::Connecting(connecting)), false),
            },
            Some(Trial::Found(gpu)) if self.may_compile() => (Ok(self.compile(gpu)), true),
            Some(Trial::Compiling(gpu, mut compiling)) => match compiling.as_mut().poll(context) {
                Poll::Ready(compiled) => (compiled.and_then(|()| self.copy_to(&gpu)), true),
                Poll::Pending => (Ok(Trial::Compiling(gpu, compiling)), false),
            },
            Some(Trial::Stepping(mut laps)) => match laps.poll(context) {
                Poll::Ready(arrived) => (arrived.and_then(|()| self.end_lap(laps)), true),
                Poll::Pending => (Ok(Trial::Stepping(laps)), false),
            },
            Some(waiting) => (Ok(waiting), false), // for the run
        };
        match next {
            Ok(trial) => self.trial = Some(trial),
            Err(error) => self.give_up(&error),
        }
        if went_on { Poll::Ready(()) } else { Poll::Pending }
    }

    fn take_gpu(&mut self, found: Result<Device, DeviceError>) -> Result<Trial, DeviceError> {
        let gpu = found?;
        let (adapter, is_software) = gpu.adapter().unwrap_or_default();
        let reason = if is_software { Reason::SoftwareGpu } else { Reason::HardwareGpu };
        let (cpu, info) = on_cpu(reason, String::new());
        self.compute_on(self.computing_device(cpu), DeviceInfo { adapter: Some(adapter), ..info });
        Ok(Trial::Found(gpu))
    }

    /// The first step comes first. Where the GPU is known to win there is nothing to wait for.
    fn may_compile(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.step_times.len() > 0 || self.known().is_some())
    }

    fn compile(&self, gpu: Device) -> Trial {
        let vocabulary = self.text.as_ref().map_or(0, |(_, text)| text.vocabulary().len());
        let kernels = nabla_models::kernels(&gpu, &self.config, vocabulary);
        let post = Rc::clone(&self.post);
        let device = gpu.clone();
        let compiling = async move {
            let mut progress = |done, total| post(Outgoing::event(Event::Compiling { done, total }));
            device.compile(&kernels, &mut progress).await
        };
        Trial::Compiling(gpu, Box::pin(compiling))
    }

    /// A copy of the run on the GPU, taking its first step there or waiting to take over.
    fn copy_to(&mut self, gpu: &Device) -> Result<Trial, DeviceError> {
        let (Some(run), Some((_, text))) = (&self.run, &self.text) else { return Ok(Trial::Found(gpu.clone())) };
        let copy = Trainer::new(gpu, text, &self.config);
        let (Ok(mut copy), Some(now)) = (copy, run.trainer.capture().try_finish()) else {
            return Ok(Trial::Found(gpu.clone()));
        };
        let fits = copy.restore(&now?);
        fits.map_err(|error| DeviceError::Probe(error.to_string()))?;
        match self.known() {
            Some(timing) => Ok(Trial::Moving(copy, timing.clone())),
            None => Laps::begin(copy, (self.clock)()).map(Trial::Stepping),
        }
    }

    fn end_lap(&mut self, laps: Laps) -> Result<Trial, DeviceError> {
        let Some(run) = &mut self.run else { return Err(DeviceError::Probe("the run has ended".into())) };
        match laps.next(run.step_times.median().unwrap_or_default(), (self.clock)())? {
            Next::Lap(laps) => Ok(Trial::Stepping(laps)),
            Next::Known(copy, webgpu_ms) => {
                run.step_times.clear(); // those until now had the GPU's driver beside them
                Ok(Trial::Comparing(copy, webgpu_ms))
            }
        }
    }

    /// Decides once the run's own steps are timed, and moves it once it can be moved.
    pub(super) async fn end_trial_if_done(&mut self) -> Result<(), Stop> {
        if let Some(Trial::Comparing(..)) = self.trial
            && let Some(run) = self.run.as_ref().filter(|run| run.step_times.len() == TIMED_STEPS)
            && let (Some(cpu_ms), Some(model)) = (run.step_times.median(), self.model_key())
            && let Some(Trial::Comparing(copy, webgpu_ms)) = self.trial.take()
        {
            let (adapter, _) = copy.device().adapter().unwrap_or_default();
            let timing = Timing { model, adapter, cpu_ms, webgpu_ms };
            self.remember(timing.clone());
            if timing.is_for_gpu() {
                self.trial = Some(Trial::Moving(copy, timing));
            } else {
                self.stay_on_cpu(timing);
            }
        }
        let can_move = self.run.as_ref().is_some_and(|run| !run.is_measuring());
        match self.trial.take() {
            Some(Trial::Moving(copy, timing)) if can_move => self.move_to_gpu(copy, timing).await,
            other => {
                self.trial = other;
                Ok(())
            }
        }
    }

    async fn move_to_gpu(&mut self, mut copy: Trainer, timing: Timing) -> Result<(), Stop> {
        let (Some(run), Some((_, text))) = (&mut self.run, &self.text) else { return Ok(()) };
        run.finish_reports(self.clock, &self.post, text).await?;
        let checkpoint = run.trainer.capture().finish().await?;
        if let Err(error) = copy.restore(&checkpoint) {
            self.give_up(&DeviceError::Probe(error.to_string()));
            return Ok(());
        }
        copy.apply(&self.config);
        let gpu = copy.device().clone();
        run.replace_trainer(copy);
        let info = DeviceInfo { timing: Some(Box::new(timing)), ..on_gpu(&gpu, Reason::Faster) };
        self.compute_on(gpu, info);
        Ok(())
    }

    fn stay_on_cpu(&mut self, timing: Timing) {
        let (cpu, info) = on_cpu(Reason::Faster, String::new());
        let info = DeviceInfo { adapter: Some(timing.adapter.clone()), timing: Some(Box::new(timing)), ..info };
        self.compute_on(self.computing_device(cpu), info);
    }

    /// The GPU failed before it got the run: the run never notices.
    fn give_up(&mut self, error: &DeviceError) {
        let (cpu, mut info) = on_cpu_after(error);
        if info.reason == Reason::DeviceLost {
            info.reason = Reason::ProbeFailed; // nothing of the run was lost
        }
        self.compute_on(self.computing_device(cpu), info);
    }

    /// The device that the run is on, which it stays on; `other` where there is none yet.
    fn computing_device(&self, other: Device) -> Device {
        self.device.as_ref().map_or(other, |(device, _)| device.clone())
    }

    /// Says where the run is computed from now on.
    pub(super) fn compute_on(&mut self, device: Device, info: DeviceInfo) {
        let is_news = self.device.as_ref().is_none_or(|(_, before)| *before != info);
        self.device = Some((device, info.clone()));
        if is_news {
            self.emit(Event::Device { device: info });
        }
    }
}
