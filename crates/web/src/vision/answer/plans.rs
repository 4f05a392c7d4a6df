//! What a network is made of, as the page draws it.

use nabla_models::config::VisionModel;
use nabla_models::vision::architecture::{BlockPlan, Kind, LayerPlan, Operation, Plan, Totals};
use nabla_models::vision::{self, Block};

use crate::vision::protocol::{self, Architecture, BlockKind, BranchPlan, Colour, Cost};

/// The plan of a network.
pub(in crate::vision) fn architecture(model: VisionModel, network: &vision::Architecture, plan: &Plan) -> Architecture {
    let total = total(plan);
    let alternative = |reductions: bool| match network.reductions == reductions {
        true => Some(total),
        false => network.with_reductions(reductions).plan().ok().map(|plan| self::total(&plan)),
    };
    let blocks = plan.blocks.iter().enumerate();
    Architecture {
        model,
        net: network.to_string(),
        image: network.image,
        classes: network.classes,
        reductions: network.reductions,
        blocks: blocks.map(|(index, block)| shown(index, network.blocks.get(index), block, total)).collect(),
        total,
        with_reductions: alternative(true),
        without_reductions: alternative(false),
    }
}

fn total(plan: &Plan) -> Cost {
    let Totals { parameters, flops } = plan.auxiliary;
    Cost { parameters: (plan.main.parameters + parameters) as u64, flops: (plan.main.flops + flops) as u64 }
}

fn shown(index: usize, block: Option<&Block>, plan: &BlockPlan, total: Cost) -> protocol::BlockPlan {
    let cost = Cost { parameters: plan.parameters as u64, flops: plan.flops as u64 };
    let branch = |name: &'static str| {
        let layers: Vec<&LayerPlan> = plan.layers.iter().filter(|layer| layer.branch == name).collect();
        (name, layers)
    };
    let (mut branches, mut from) = (Vec::new(), 0);
    for (name, layers) in ["a", "b", "c", "d"].map(branch) {
        let Some(last) = layers.last() else { continue };
        let to = from + last.output[2];
        branches.push(shown_branch(name, [from, to], &layers, cost));
        from = to;
    }
    let layers = plan.layers.iter().filter(|layer| layer.branch.is_empty());
    protocol::BlockPlan {
        name: plan.name.clone(),
        kind: block.map_or(BlockKind::Softmax, kind),
        colour: colour(plan.kind),
        text: plan.text.clone(),
        index: block.map(|_| index),
        input: plan.input,
        output: plan.output,
        cost,
        parameter_share: share(cost.parameters, total.parameters),
        flop_share: share(cost.flops, total.flops),
        branches,
        layers: layers.map(shown_layer).collect(),
    }
}

fn shown_branch(name: &str, [from, to]: [usize; 2], layers: &[&LayerPlan], of: Cost) -> BranchPlan {
    let cost = Cost {
        parameters: layers.iter().map(|layer| layer.parameters as u64).sum(),
        flops: layers.iter().map(|layer| layer.flops as u64).sum(),
    };
    BranchPlan {
        name: name.to_owned(),
        from,
        to,
        cost,
        parameter_share: share(cost.parameters, of.parameters),
        flop_share: share(cost.flops, of.flops),
        layers: layers.iter().map(|layer| shown_layer(layer)).collect(),
    }
}

fn shown_layer(layer: &LayerPlan) -> protocol::LayerPlan {
    let window = (layer.size > 0).then_some([layer.size; 2]);
    protocol::LayerPlan {
        name: layer.name.clone(),
        kind: match layer.operation {
            Operation::Conv => BlockKind::Convolution,
            Operation::MaxPool => BlockKind::MaxPool,
            Operation::AveragePool => BlockKind::AveragePool,
            Operation::GlobalAverage => BlockKind::GlobalAverage,
            Operation::Lrn => BlockKind::LocalResponse,
            Operation::BatchNorm => BlockKind::BatchNorm,
            Operation::Concat => BlockKind::Concat,
            Operation::Linear => BlockKind::Dense,
            Operation::Softmax => BlockKind::Softmax,
            Operation::Dropout => BlockKind::Dropout,
        },
        colour: colour(layer.kind),
        window,
        stride: window.map(|_| [layer.stride; 2]),
        input: layer.input,
        output: layer.output,
        cost: Cost { parameters: layer.parameters as u64, flops: layer.flops as u64 },
        is_reduction: layer.operation == Operation::Conv && layer.size == 1 && ["b", "c", "d"].contains(&layer.branch),
    }
}

fn kind(block: &Block) -> BlockKind {
    match block {
        Block::Conv { .. } => BlockKind::Convolution,
        Block::MaxPool { .. } => BlockKind::MaxPool,
        Block::AveragePool { .. } => BlockKind::AveragePool,
        Block::Lrn => BlockKind::LocalResponse,
        Block::BatchNorm => BlockKind::BatchNorm,
        Block::Inception { .. } => BlockKind::Inception,
        Block::Auxiliary => BlockKind::Auxiliary,
        Block::GlobalAverage => BlockKind::GlobalAverage,
        Block::Dense { .. } => BlockKind::Dense,
        Block::Dropout { .. } => BlockKind::Dropout,
    }
}

fn colour(kind: Kind) -> Colour {
    match kind {
        Kind::Convolution => Colour::Convolution,
        Kind::Pooling => Colour::Pooling,
        Kind::Softmax => Colour::Softmax,
        Kind::Other => Colour::Other,
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
