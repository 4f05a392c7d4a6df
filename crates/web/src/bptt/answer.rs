//! What the lab about back-propagation can be asked for.

use nabla_models::bptt::{Rung, Standing, Term, Truncation, Unrolled};
use nabla_models::config::CellKind;
use serde_json::{Map, Value};

use super::BpttLab;
use super::nets::Visible;
use super::protocol::{
    Answer, CellLook, Checked, Cost, Course, Gradients, Net, NetProducts, NetState, Products, Reply, StepNorms,
    Truncated,
};
use crate::lab;
use crate::protocol::{Failure, TensorInfo};

/// A reply, with what travels beside it.
pub(super) type Answered = lab::Answered<Reply>;

pub(super) fn word(cell: CellKind) -> &'static str {
    CellKind::WORDS[cell as usize]
}

fn finite(x: f32) -> Option<f32> {
    x.is_finite().then_some(x)
}

/// A net of the ladder, as it stands.
pub(super) fn net(rung: &Rung) -> Net {
    Net {
        cell: rung.kind,
        step: rung.step,
        loss: finite(rung.loss),
        gradient_norm: finite(rung.gradient_norm),
        norms: rung.norms.clone(),
        growth: rung.growth(),
        state: match rung.standing() {
            Standing::Learning => NetState::Learning,
            Standing::Paused => NetState::Paused,
            Standing::Diverged => NetState::Diverged,
        },
    }
}

impl BpttLab {
    pub(super) fn tensors(&self) -> Result<Reply, Failure> {
        let info = |(kind, name, tensor): Visible| TensorInfo { name, shape: tensor.shape().dims().to_vec(), kind };
        Ok(Reply::Tensors { tensors: self.nets()?.visible().into_iter().map(info).collect() })
    }

    pub(super) async fn inspect(&self, name: String) -> Result<Answered, Failure> {
        let found = self.nets()?.visible().into_iter().find(|(_, own, _)| *own == name);
        let Some((_, _, tensor)) = found else {
            let message =
                format!("There is no tensor {name:?}; tensors() lists them. Gradients appear with a measurement.");
            return Err(Failure::new("unknown-tensor", message).about("name").with("value", name));
        };
        let data = tensor.to_vec().await?;
        let reply = Reply::Tensor { name, shape: tensor.shape().dims().to_vec() };
        Ok(Answered { reply, arrays: vec![data], bytes: None })
    }

    pub(super) fn query(&self, kind: &str, args: &Map<String, Value>) -> Result<Answered, Failure> {
        match kind {
            "ladder" => Ok(Reply::Answer { answer: Answer::Ladder(self.metrics()?) }.into()),
            "gradients" => self.gradients(args),
            "products" => {
                let answer = Answer::Products(Box::new(self.products(args)?));
                Ok(Reply::Answer { answer }.into())
            }
            "cell" => self.cell(args),
            "truncation" => {
                let answer = Answer::Truncation(Box::new(truncated(&self.nets()?.truncation)));
                Ok(Reply::Answer { answer }.into())
            }
            "gradcheck" => self.check(args).map(|check| Reply::Answer { answer: Answer::Check(check) }.into()),
            _ => {
                let allowed = "ladder, gradients, products, gradcheck, truncation, cell";
                let message = format!("There is no question {kind:?} to this lab; it knows {allowed}.");
                let failure = Failure::new("unknown-query", message).about("kind").with("value", kind);
                Err(failure.with("allowed", allowed))
            }
        }
    }

    /// The unrolled net that a question is about: of the kind that it names, or of the one that is shown.
    fn asked(&self, args: &Map<String, Value>) -> Result<(CellKind, &Unrolled), Failure> {
        let cell = match args.get("cell").filter(|value| !value.is_null()) {
            None => self.config.cell,
            Some(value) => value.as_str().and_then(CellKind::from_word).ok_or_else(|| {
                let allowed = CellKind::WORDS.join(", ");
                let failure = Failure::new("not-one-of", format!("cell: {value} is none; allowed are {allowed}."));
                failure.about("cell").with("value", value.to_string()).with("allowed", allowed)
            })?,
        };
        Ok((cell, self.nets()?.unrolled(cell)))
    }

    fn gradients(&self, args: &Map<String, Value>) -> Result<Answered, Failure> {
        let (cell, net) = self.asked(args)?;
        let t = step_of(args, "t", net.len() - 1)?;
        let k = step_of(args, "k", t)?;
        let terms = net.terms(t);
        let steps = norms(&terms);
        let Term { factor, product, term, .. } = &terms[t - k];
        let answer = Gradients {
            t,
            k,
            cell,
            hidden: net.layer().hidden(),
            size: net.state_size(),
            columns: term.len() / net.layer().hidden(),
            characters: net.characters(),
            losses: net.losses().to_vec(),
            trained: net.trained,
            partial: steps[k].partial,
            total: steps[0].partial,
            steps,
        };
        let arrays = [factor.data(), product.data(), term].map(|data| data.iter().map(|x| *x as f32).collect());
        let answer = Answer::Gradients(Box::new(answer));
        Ok(Answered { reply: Reply::Answer { answer }, arrays: arrays.to_vec(), bytes: None })
    }

    /// The same norms in every net.
    pub(super) fn products(&self, args: &Map<String, Value>) -> Result<Products, Failure> {
        let all = self.nets()?.all_unrolled();
        let t = step_of(args, "t", all[0].1.len() - 1)?;
        let net = |(cell, net): &(CellKind, Unrolled)| NetProducts {
            cell: *cell,
            size: net.state_size(),
            loss: net.losses()[t],
            steps: norms(&net.terms(t)),
        };
        Ok(Products { t, trained: all[0].1.trained, nets: all.iter().map(net).collect() })
    }

    /// One step with every addend of every equation.
    fn cell(&self, args: &Map<String, Value>) -> Result<Answered, Failure> {
        let (cell, net) = self.asked(args)?;
        let t = step_of(args, "t", net.len() - 1)?;
        let (names, arrays) = net.step(t).values.iter().cloned().unzip();
        let look = CellLook { names, shape: vec![net.layer().hidden()], cell, t };
        Ok(Answered { reply: Reply::Answer { answer: Answer::Cell(look) }, arrays, bytes: None })
    }

    fn check(&self, args: &Map<String, Value>) -> Result<Checked, Failure> {
        let (_, net) = self.asked(args)?;
        let t = step_of(args, "t", net.len() - 1)?;
        let k = step_of(args, "k", t)?;
        let (check, truncated) = (net.check(t), net.check_truncated(t, k));
        Ok(Checked {
            t,
            k,
            partial: truncated.sum,
            partial_tape: truncated.tape,
            partial_error: truncated.tape_error,
            sum: check.sum,
            tape: check.tape,
            differences: check.differences,
            tape_error: check.tape_error,
            differences_error: check.differences_error,
        })
    }
}

/// What the truncated gradients and trainings have come to.
pub(super) fn truncated(truncation: &Truncation) -> Truncated {
    let settings = truncation.settings();
    let cost = |cost: &nabla_models::bptt::Cost| Cost {
        counted: cost.counted,
        angle: cost.all.angle,
        error: cost.all.error,
        recurrent_angle: cost.recurrent.angle,
        recurrent_error: cost.recurrent.error,
        milliseconds: cost.time.milliseconds(),
        passes: cost.time.passes,
        tape_bytes: cost.tape_bytes,
    };
    let course = |course: &nabla_models::bptt::Course| Course {
        counted: course.counted,
        step: course.step,
        seconds: course.seconds,
        loss: course.loss(),
        losses: course.losses.iter().copied().filter(|(_, loss)| loss.is_finite()).collect(),
        has_diverged: course.has_diverged,
    };
    Truncated {
        cell: settings.cell,
        sequence: settings.net.sequence,
        gap: settings.gap.min(settings.net.sequence - 1),
        seconds: settings.seconds,
        measured_at: truncation.measured_at(),
        costs: truncation.costs().iter().map(cost).collect(),
        courses: truncation.courses().iter().map(course).collect(),
    }
}

/// Of each step from 0 to t; the terms begin with that of t.
pub(super) fn norms(terms: &[Term]) -> Vec<StepNorms> {
    use nabla_models::bptt::matrix::norm;
    let mut sum = vec![0.0; terms.first().map_or(0, |term| term.term.len())];
    let of_step = |Term { gradient, factor, product, term }: &Term| {
        sum.iter_mut().zip(term).for_each(|(sum, x)| *sum += x);
        StepNorms {
            gradient: norm(gradient),
            factor: factor.frobenius(),
            factor_sigma: factor.largest_singular_value(),
            product: product.frobenius(),
            product_sigma: product.largest_singular_value(),
            term: norm(term),
            partial: norm(&sum),
        }
    };
    let mut steps: Vec<StepNorms> = terms.iter().map(of_step).collect();
    steps.reverse();
    steps
}

/// A step among the arguments, from 0 to `last`; `last` if there is none.
fn step_of(args: &Map<String, Value>, name: &str, last: usize) -> Result<usize, Failure> {
    let Some(value) = args.get(name).filter(|value| !value.is_null()) else { return Ok(last) };
    let step = value.as_f64().filter(|step| step.fract() == 0.0 && (0.0..=last as f64).contains(step));
    step.map(|step| step as usize).ok_or_else(|| {
        let failure = Failure::new("out-of-range", format!("{name}: {value} is no step; allowed is 0 to {last}."));
        failure.about(name).with("value", value.to_string()).with("min", 0).with("max", last)
    })
}
