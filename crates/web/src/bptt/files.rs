//! What the lab about back-propagation hands out as files: the numbers of the part that is shown.

use std::fmt::Write;

use nabla_models::bptt::Rung;
use nabla_models::config::BpttPart;
use serde_json::Map;

use super::BpttLab;
use super::answer::{Answered, truncated, word};
use super::protocol::{NetProducts, Products, Reply, StepNorms, Truncated};
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
            BpttPart::Unrolled => unrolled(&self.products(&Map::new())?),
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

/// The states before the last loss, in every net.
fn unrolled(Products { t, trained, nets }: &Products) -> String {
    let of_net = |net: &NetProducts| -> Vec<String> {
        let row = |(k, norms): (usize, &StepNorms)| {
            let &StepNorms { gradient, factor, factor_sigma, product, product_sigma, term, partial } = norms;
            let sizes = [gradient, factor, factor_sigma, product, product_sigma, term, partial].map(|x| x.to_string());
            format!("{},{trained},{t},{k},{}", word(net.cell), sizes.join(","))
        };
        net.steps.iter().enumerate().rev().map(row).collect()
    };
    let head = "cell,step,t,k,gradient,factor,factor_sigma,product,product_sigma,term,sum";
    table(head, nets.iter().flat_map(of_net))
}

fn truncation(shown: &Truncated) -> String {
    let text = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    let row = |cost: &super::protocol::Cost| {
        let course = shown.courses.iter().find(|course| course.counted == cost.counted);
        let trained = course.map_or(",,".to_owned(), |course| {
            format!("{},{},{}", course.step, course.seconds, text(course.loss.map(f64::from)))
        });
        let compared = [cost.angle, cost.error, cost.recurrent_angle, cost.recurrent_error].map(text).join(",");
        let (n, ms, passes, bytes) = (cost.counted, cost.milliseconds, cost.passes, cost.tape_bytes);
        format!("{},{n},{compared},{ms},{passes},{bytes},{trained}", word(shown.cell))
    };
    let head = "cell,n,angle,error,wh_angle,wh_error,milliseconds,timed_passes,tape_bytes,steps,seconds,loss";
    table(head, shown.costs.iter().map(row))
}
