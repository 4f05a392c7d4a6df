//! Vectors are judged while they are learned: a batch of questions between two slices of training, and never for more than
//! a small part of the time.

use nabla_compute::DeviceError;
use nabla_models::word2vec::Verdict;

use super::WordsLab;
use super::protocol::{Answer, Event, JudgedPoint, Judgement, Quality, Reply, Section, Tried};
use super::study::{Session, Study};
use crate::lab::Outgoing;

/// So many times in a training.
const TIMES: f64 = 10.0;
/// Of the time of training, at most.
const MOST_OF_THE_TIME: f64 = 0.08;
/// Examples that are shown of what works and of what does not.
const EXAMPLES: usize = 8;

impl WordsLab {
    /// Begins to judge when it is due, asks a batch of questions, or tells what came of them.
    pub(super) async fn judge(&mut self) -> Result<(), DeviceError> {
        let began = (self.clock)();
        let Some(study) = &mut self.study else { return Ok(()) };
        if study.session.is_none() && !self.library.judge.is_empty() && study.is_due() {
            let space = study.space().await?;
            let judging = self.library.judge.begin(&study.words, space);
            let (step, epoch) = (study.learner.steps(), study.learner.epoch());
            study.session = Some(Session { judging, step, epoch, milliseconds: 0.0 });
        }
        let Some(session) = &mut study.session else { return Ok(()) };
        let verdict = session.judging.step();
        session.milliseconds += (self.clock)() - began;
        let Some(verdict) = verdict else { return Ok(()) };
        if let Some(session) = study.session.take() {
            study.take(verdict, &session);
            let quality = Box::new(study.quality());
            let answer = Answer::Quality(quality.clone());
            for id in std::mem::take(&mut study.waiting) {
                (self.post)(Outgoing::reply(id, Ok(Reply::Answer { answer: answer.clone() })));
            }
            self.emit(Event::Judged { quality });
        }
        Ok(())
    }
}

impl Study {
    fn is_due(&self) -> bool {
        let step = self.learner.steps();
        if self.judged.as_ref().is_some_and(|(judgement, _)| judgement.step == step) {
            return !self.waiting.is_empty();
        }
        let share = self.share();
        let is_affordable = self.judging_milliseconds <= MOST_OF_THE_TIME * self.seconds * 1000.0;
        !self.waiting.is_empty() || share >= 1.0 || (step > 0 && share >= self.next_judging && is_affordable)
    }

    fn take(&mut self, verdict: Verdict, session: &Session) {
        let [right, asked, questions] = [0, 1, 2].map(|i| verdict.sections.iter().map(|(_, n)| n[i]).sum::<usize>());
        let judgement = Judgement {
            step: session.step,
            spearman: verdict.spearman,
            pairs: verdict.pairs[0],
            of: verdict.pairs[1],
            right,
            asked,
            questions,
            milliseconds: session.milliseconds,
        };
        let accuracy = (asked > 0).then(|| right as f64 / asked as f64);
        self.points.retain(|point| point.step != session.step);
        self.points.push(JudgedPoint {
            step: session.step,
            epoch: session.epoch,
            spearman: verdict.spearman,
            accuracy,
        });
        self.judged = Some((judgement, verdict));
        self.judging_milliseconds += session.milliseconds;
        self.next_judging = (self.share() + 1.0 / TIMES).min(1.0);
    }

    /// What is known of the vectors' quality.
    pub(super) fn quality(&self) -> Quality {
        let (history, last) = (self.points.clone(), self.judged.as_ref().map(|(judgement, _)| *judgement));
        let Some((_, verdict)) = &self.judged else {
            return Quality { last, history, sections: vec![], works: vec![], fails: vec![] };
        };
        let section = |(name, [right, asked, of]): &(String, [usize; 3])| Section {
            name: name.clone(),
            right: *right,
            asked: *asked,
            of: *of,
        };
        Quality {
            last,
            history,
            sections: verdict.sections.iter().map(section).collect(),
            works: self.examples(verdict, true),
            fails: self.examples(verdict, false),
        }
    }

    /// Some answers, section by section in turns, so that no section has them all; no word is asked for twice.
    fn examples(&self, verdict: &Verdict, right: bool) -> Vec<Tried> {
        let word = |token: u32| self.words.vocabulary()[token as usize].clone();
        let mut shown: Vec<Tried> = Vec::new();
        let mut answers =
            verdict.sections.iter().enumerate().map(|(section, _)| {
                verdict.answers.iter().filter(move |a| a.section == section && a.is_right() == right)
            });
        let mut sections: Vec<_> = answers.by_ref().collect();
        let mut is_empty = false;
        while !is_empty && shown.len() < EXAMPLES {
            is_empty = true;
            for answers in &mut sections {
                let new = answers.find(|answer| shown.iter().all(|tried| tried.words[3] != word(answer.words[3])));
                if let Some(answer) = new.filter(|_| shown.len() < EXAMPLES) {
                    is_empty = false;
                    shown.push(Tried {
                        section: verdict.sections[answer.section].0.clone(),
                        words: answer.words.map(word).to_vec(),
                        found: word(answer.found),
                        place: answer.place,
                    });
                }
            }
        }
        shown
    }
}
