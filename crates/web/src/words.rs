//! The embedding lab behind the messages: texts, the vectors of their words, and what can be asked of them.

pub mod protocol;

use nabla_models::config::{Backend, Change, Settings, Word2VecConfig};
use serde_json::{Map, Value};

use crate::backend::{Backends, on_cpu};
use crate::lab::{Lab, Outgoing, Post};
use crate::protocol::{Command, DeviceInfo, Failure, Reason, Request};
use protocol::{Event, Reply};

/// The lab.
pub struct WordsLab {
    post: Post<Reply, Event>,
    config: Word2VecConfig,
    backends: Backends,
    device: Option<DeviceInfo>,
}

impl WordsLab {
    /// A lab with default settings.
    pub fn new(_clock: fn() -> f64, post: Post<Reply, Event>) -> Self {
        WordsLab { post, config: Word2VecConfig::default(), backends: Backends::default(), device: None }
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
        Ok(Reply::Configured { config: self.config.clone(), device, rebuilt })
    }
}

impl Lab for WordsLab {
    type Reply = Reply;
    type Event = Event;

    async fn handle(&mut self, request: Request, _bytes: Option<Vec<u8>>) {
        let answer = match request.command {
            Command::Configure { config } => self.configure(&config).await,
            Command::Pause => Ok(Reply::Done),
            _ => Err(Failure::new("not-configured", "Load a text first.")),
        };
        (self.post)(Outgoing::reply(request.id, answer));
    }

    fn is_busy(&self) -> bool {
        false
    }

    async fn slice(&mut self) {}
}
