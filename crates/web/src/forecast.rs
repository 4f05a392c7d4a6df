//! The forecasting lab behind the messages: models of one series, trained in turns and tried on its test part.

pub mod protocol;

use nabla_models::config::{Backend, Change, ForecastConfig, SeriesKind, Settings};
use serde_json::{Map, Value};

use crate::backend::{Backends, on_cpu};
use crate::lab::{Lab, Outgoing, Post};
use crate::protocol::{Command, DeviceInfo, Failure, Reason, Request};
use protocol::{Event, Reply};

/// The lab.
pub struct ForecastLab {
    post: Post<Reply, Event>,
    config: ForecastConfig,
    backends: Backends,
    device: Option<DeviceInfo>,
}

impl ForecastLab {
    /// A lab with default settings.
    pub fn new(_clock: fn() -> f64, post: Post<Reply, Event>) -> Self {
        ForecastLab { post, config: ForecastConfig::default(), backends: Backends::default(), device: None }
    }

    async fn configure(&mut self, patch: &Map<String, Value>) -> Result<Reply, Failure> {
        let new = self.config.merged(patch)?;
        let rebuilt = self.device.is_none() || self.config.change(&new) == Change::Rebuild;
        let device = match new.backend {
            Backend::Cpu => on_cpu(Reason::Requested, String::new()).1,
            Backend::Auto => on_cpu(Reason::SmallModel, String::new()).1,
            Backend::WebGpu => self.backends.gpu(&|_| Vec::new(), &mut |_, _| {}).await.1,
        };
        (self.config, self.device) = (new, Some(device.clone()));
        if self.config.series != SeriesKind::Function {
            (self.post)(Outgoing::event(Event::Wanted { series: self.config.series }));
        }
        Ok(Reply::Configured { config: self.config.clone(), device, rebuilt })
    }
}

impl Lab for ForecastLab {
    type Reply = Reply;
    type Event = Event;

    async fn handle(&mut self, request: Request, _bytes: Option<Vec<u8>>) {
        let answer = match request.command {
            Command::Configure { config } => self.configure(&config).await,
            Command::Pause => Ok(Reply::Done),
            _ => Err(Failure::new("not-configured", "Load a series first.")),
        };
        (self.post)(Outgoing::reply(request.id, answer));
    }

    fn is_busy(&self) -> bool {
        false
    }

    async fn slice(&mut self) {}
}
