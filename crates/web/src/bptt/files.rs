//! What the lab about back-propagation hands out as files: the numbers of the part that is shown.

use std::fmt::Write;

use nabla_models::bptt::{Rung, Unrolled};
use nabla_models::config::BpttPart;

use super::BpttLab;
use super::answer::{Answered, norms, truncated, word};
use super::protocol::{Reply, Truncated};
use crate::protocol::Failure;

impl BpttLab {
    pub(super) fn export(&self, kind: &str) -> Result<Answered, Failure> {
        if kind != "metrics" {
            let allowed = "metrics, figure";
            let message = format!("There is no export {kind:?}; there are {allowed}.");
            let failure = Failure::new("unknown-export", message).about("kind").with("value", kind);
            return Err(failure.with("allowed", allowed));
        }
        let nets = self.nets()?;
        let text = match self.config.part {
            BpttPart::Ladder => ladder(nets.ladder.rungs()),
            BpttPart::Unrolled => unrolled(&nets.unrolled),
            BpttPart::Truncation => truncation(&truncated(&nets.truncation)),
        };
        let reply = Reply::File { name: "nabla-bptt.csv".to_owned(), mime: "text/csv".to_owned() };
        Ok(Answered { reply, arrays: Vec::new(), bytes: Some(text.into_bytes()) })
    }
}

/// A table with these rows.
fn table(head: &str, rows: impl IntoIterator<Item = String>) -> String {
    let mut text = format!("{head}\n");
    rows.into_iter().for_each(|row| _ = writeln!(text, "{row}"));
    text
}

fn ladder(rungs: &[Rung]) -> String {
    let of_net = |rung: &Rung| -> Vec<String> {
        let row = |(distance, norm)| format!("{},{},{distance},{norm}", word(rung.kind), rung.step);
        rung.norms.iter().enumerate().map(row).collect()
    };
    table("cell,step,distance,norm", rungs.iter().flat_map(of_net))
}

/// The states before the last loss.
fn unrolled(net: &Unrolled) -> String {
    let t = net.len() - 1;
    let row = |(back, term)| {
        let norms = norms(term);
        let sizes = [norms.gradient, norms.factor, norms.factor_sigma, norms.product, norms.product_sigma, norms.term];
        let sizes: Vec<String> = sizes.iter().map(f64::to_string).collect();
        format!("{t},{},{}", t - back, sizes.join(","))
    };
    let head = "t,k,gradient,factor,factor_sigma,product,product_sigma,term";
    table(head, net.terms(t).iter().enumerate().map(row))
}

fn truncation(shown: &Truncated) -> String {
    let text = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    let row = |cost: &super::protocol::Cost| {
        let course = shown.courses.iter().find(|course| course.counted == cost.counted);
        let trained = course.map_or(",,".to_owned(), |course| {
            format!("{},{},{}", course.step, course.seconds, text(course.loss.map(f64::from)))
        });
        let compared = [cost.angle, cost.error, cost.recurrent_angle, cost.recurrent_error].map(text).join(",");
        let (n, ms, bytes) = (cost.counted, cost.milliseconds, cost.tape_bytes);
        format!("{},{n},{compared},{ms},{bytes},{trained}", word(shown.cell))
    };
    let head = "cell,n,angle,error,wh_angle,wh_error,milliseconds,tape_bytes,steps,seconds,loss";
    table(head, shown.costs.iter().map(row))
}
