//! `backend: auto`: whether a GPU is the faster for this network, found out while it trains, as `session/trial.rs` does it
//! for text.
//!
//! Small networks are not tried: what they compute in a step takes a GPU as long as being told. With a larger one the run
//! begins on the processor. Meanwhile a GPU is looked for, its kernels are compiled, and a copy of the run takes a step
//! there; then the run stands still while a few more are timed. If the GPU has won, the run moves; if not, it is to the
//! bit what it would have been.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use nabla_compute::{Device, DeviceError};
use nabla_models::config::Backend;
use nabla_models::vision::VisionTrainer;

use super::VisionLab;
use super::protocol::Event;
use super::run::Run;
use crate::backend::{on_cpu, on_cpu_after, on_gpu};
use crate::lab::Outgoing;
use crate::protocol::{BackendKind, DeviceInfo, Reason, Timing};

/// A step with fewer operations than this, forward, is not tried: about ten milliseconds of a processor.
const WORTHWHILE: f64 = 5e7;
/// The run's own steps that are timed.
const STEPS: usize = 4;
/// So many of the processor's last steps are remembered.
pub(super) const STEP_TIMES: usize = 2 * STEPS;
/// A GPU that is so many times slower in its first step, and not just because it is the first, is not timed again.
const HOPELESS: f64 = 20.0;
const HOPELESS_MS: f64 = 1000.0;

/// Milliseconds a step takes on a GPU, and the copy that took it.
type Timed = Result<(VisionTrainer, f64), DeviceError>;

/// A trial under way.
pub(super) struct Trial {
    future: Pin<Box<dyn Future<Output = Timed>>>,
    /// Whether the run has to stand still, so that a GPU's step is timed by itself.
    stands: Rc<Cell<bool>>,
    ended: Option<Timed>,
}

impl Trial {
    pub(super) fn stands(&self) -> bool {
        self.ended.is_none() && self.stands.get()
    }
}

impl VisionLab {
    /// Whether "auto" has a choice to make for this network.
    pub(super) fn is_worth_a_trial(&self) -> bool {
        let is_decided = self.device.as_ref().is_some_and(|(_, info)| {
            info.has_no_gpu() || info.reason == Reason::Faster || info.backend == BackendKind::WebGpu
        });
        self.config.backend == Backend::Auto && !is_decided && self.run.as_ref().is_some_and(Run::is_large)
    }

    /// Says of a new run that there will be a trial, or what one like it has found.
    pub(super) fn announce_trial(&mut self) {
        if !self.is_worth_a_trial() {
            return;
        }
        let key = self.run.as_ref().map(key);
        let lost =
            self.timings.iter().find(|timing| Some(&timing.model) == key.as_ref() && timing.webgpu_ms >= timing.cpu_ms);
        let info = match lost.cloned() {
            Some(timing) => {
                let (_, info) = on_cpu(Reason::Faster, String::new());
                DeviceInfo { adapter: Some(timing.adapter.clone()), timing: Some(Box::new(timing)), ..info }
            }
            None => on_cpu(Reason::Trying, String::new()).1,
        };
        self.stay(info);
    }

    /// Begins a trial once the processor's own steps are known.
    fn begin_trial(&mut self) -> Option<Trial> {
        let run = self.run.as_ref()?;
        if !self.is_worth_a_trial() || !self.steps() || self.step_times.len() < STEPS {
            return None;
        }
        let source = run.source(&self.config);
        let checkpoint = run.trainer.capture().try_finish()?.ok()?;
        let (connecting, clock, post) = (self.backends.connect(), self.clock, Rc::clone(&self.post));
        let stands = Rc::new(Cell::new(false));
        let standing = Rc::clone(&stands);
        let cpu_ms = self.cpu_ms();
        let future = async move {
            let gpu = connecting.await?;
            let kernels = source.trainer_on(&Device::cpu())?.kernels(&gpu);
            let mut progress = |done, total| post(Outgoing::event(Event::Compiling { done, total }));
            gpu.compile(&kernels, &mut progress).await?;
            let mut copy = source.trainer_on(&gpu)?;
            copy.restore(&checkpoint).map_err(|error| DeviceError::Probe(error.to_string()))?;
            let began = clock();
            lap(&mut copy, 1).await?;
            let first = clock() - began;
            if first > HOPELESS_MS && first > HOPELESS * cpu_ms {
                return Ok((copy, first));
            }
            standing.set(true);
            let began = clock();
            lap(&mut copy, 1).await?;
            let single = clock() - began;
            if single > 2.0 * cpu_ms {
                return Ok((copy, single));
            }
            let began = clock();
            lap(&mut copy, 1 + STEPS).await?;
            Ok((copy, ((clock() - began - single) / STEPS as f64).max(0.1)))
        };
        Some(Trial { future: Box::pin(future), stands, ended: None })
    }

    /// The median of the run's own steps on the processor.
    fn cpu_ms(&self) -> f64 {
        let mut last: Vec<f64> = self.step_times.iter().copied().collect();
        last.sort_by(f64::total_cmp);
        last.get(last.len() / 2).copied().unwrap_or_default()
    }

    /// Takes the trial on, if it can. Ready: it has ended.
    pub(super) fn poll_trial(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(trial) = self.trial.as_mut().filter(|trial| trial.ended.is_none()) else { return Poll::Pending };
        let before = trial.stands.get();
        match trial.future.as_mut().poll(context) {
            Poll::Ready(timed) => {
                trial.ended = Some(timed);
                Poll::Ready(())
            }
            Poll::Pending if trial.stands.get() != before => Poll::Ready(()),
            Poll::Pending => Poll::Pending,
        }
    }

    /// Begins a trial where one is due, and decides when it has ended: the run moves, or it stays.
    pub(super) async fn end_trial(&mut self) -> Result<(), DeviceError> {
        if self.trial.is_none() {
            self.trial = self.begin_trial();
        }
        std::future::poll_fn(|context| {
            let _ = self.poll_trial(context);
            Poll::Ready(())
        })
        .await;
        let Some(timed) = self.trial.as_mut().and_then(|trial| trial.ended.take()) else { return Ok(()) };
        self.trial = None;
        match timed {
            Ok((copy, webgpu_ms)) => self.decide(copy, webgpu_ms).await,
            Err(error) => {
                let (_, mut info) = on_cpu_after(&error);
                if info.reason == Reason::DeviceLost {
                    info.reason = Reason::ProbeFailed; // nothing of the run was lost
                }
                self.stay(info);
                Ok(())
            }
        }
    }

    async fn decide(&mut self, mut copy: VisionTrainer, webgpu_ms: f64) -> Result<(), DeviceError> {
        let cpu_ms = self.cpu_ms();
        let gpu = copy.device().clone();
        let (adapter, _) = gpu.adapter().unwrap_or_default();
        let Some(run) = &mut self.run else { return Ok(()) };
        let timing = Timing { model: key(run), adapter, cpu_ms, webgpu_ms };
        self.timings.push(timing.clone());
        if webgpu_ms >= cpu_ms {
            let (_, info) = on_cpu(Reason::Faster, String::new());
            self.stay(DeviceInfo { adapter: Some(timing.adapter.clone()), timing: Some(Box::new(timing)), ..info });
            return Ok(());
        }
        let checkpoint = run.trainer.capture().finish().await?;
        copy.restore(&checkpoint).map_err(|error| DeviceError::Probe(error.to_string()))?;
        copy.apply(&self.config.training());
        run.replace_trainer(copy);
        let info = DeviceInfo { timing: Some(Box::new(timing)), ..on_gpu(&gpu, Reason::Faster) };
        self.device = Some((gpu, info.clone()));
        self.emit(Event::Device { device: info });
        Ok(())
    }

    /// The run stays where it is, for this reason.
    fn stay(&mut self, info: DeviceInfo) {
        if let Some((_, known)) = &mut self.device {
            *known = info.clone();
        }
        self.emit(Event::Device { device: info });
    }
}

/// Which network, and the shape of its batch.
fn key(run: &Run) -> String {
    let network = run.trainer.net().architecture();
    format!("{network} {:?} {} B={}", network.image, network.reductions, run.trainer.batch())
}

/// So many steps, and all of it arrived.
async fn lap(copy: &mut VisionTrainer, steps: usize) -> Result<(), DeviceError> {
    for _ in 0..steps {
        copy.step()?;
    }
    copy.report();
    while copy.back_pressure(true).await?.is_some() {}
    Ok(())
}

impl Run {
    /// Whether a step has so many operations that a GPU may pay.
    pub(super) fn is_large(&self) -> bool {
        let flops = self.trainer.net().plan().main.flops + self.trainer.net().plan().auxiliary.flops;
        flops * self.trainer.batch() as f64 >= WORTHWHILE
    }
}
