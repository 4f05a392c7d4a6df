//! Recurrent layers in PyTorch.

use super::{Layout, Twin};
use crate::config::CellKind;

/// PyTorch's second bias of its simple nets and LSTMs adds to the first, and is not trained here.
const ONE_BIAS: &str = "# Nabla's cells have one bias, so PyTorch's second one stays zero.";

/// So many recurrent layers, one on top of the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layers {
    pub(super) kind: CellKind,
    pub(super) inputs: usize,
    pub(super) hidden: usize,
    pub(super) count: usize,
}

impl Layers {
    /// PyTorch has it. It knows neither peepholes nor the lecture's GRU, whose reset comes before the product: those the
    /// script writes out.
    pub(super) fn is_builtin(&self) -> bool {
        matches!(self.kind, CellKind::Rnn | CellKind::Lstm)
    }

    /// Our layers' names without their numbers; also the name of PyTorch's module.
    pub(super) fn word(&self) -> &'static str {
        match self.kind {
            CellKind::Rnn => "rnn",
            CellKind::Lstm | CellKind::LstmPeepholes => "lstm",
            CellKind::Gru => "gru",
        }
    }

    /// What it is in a heading.
    pub(super) fn title(&self) -> &'static str {
        match self.kind {
            CellKind::Rnn => "simple recurrent net",
            CellKind::Lstm => "LSTM",
            CellKind::LstmPeepholes => "LSTM with peepholes",
            CellKind::Gru => "GRU",
        }
    }

    /// Whether there is a state C beside h.
    pub(super) fn has_memory(&self) -> bool {
        matches!(self.kind, CellKind::Lstm | CellKind::LstmPeepholes)
    }

    /// The parameters on both sides. The second biases, zero, are not among them.
    pub(super) fn twins(&self) -> Vec<Twin> {
        let word = self.word();
        let of = |layer: usize| -> Vec<Twin> {
            let twin = |part: &str, theirs: String, layout| Twin {
                ours: format!("{word}{}.{part}", layer + 1),
                theirs,
                layout,
            };
            if self.is_builtin() {
                return vec![
                    twin("Wx", format!("{word}.weight_ih_l{layer}"), Layout::Transposed),
                    twin("Wh", format!("{word}.weight_hh_l{layer}"), Layout::Transposed),
                    twin("b", format!("{word}.bias_ih_l{layer}"), Layout::Same),
                ];
            }
            let parts = ["Wx", "Wh", "b", "p"].iter().take(if self.has_memory() { 4 } else { 3 });
            parts.map(|part| twin(part, format!("layers.{layer}.{part}"), Layout::Same)).collect()
        };
        (0..self.count).flat_map(of).collect()
    }

    /// The second biases: name and length.
    pub(super) fn second_biases(&self) -> Vec<(String, usize)> {
        let gates = if self.has_memory() { 4 } else { 1 };
        let name = |layer| (format!("{}.bias_hh_l{layer}", self.word()), gates * self.hidden);
        (0..if self.is_builtin() { self.count } else { 0 }).map(name).collect()
    }

    /// The class of a layer that PyTorch lacks.
    pub(super) fn class(&self) -> &'static str {
        match self.kind {
            CellKind::Rnn | CellKind::Lstm => "",
            CellKind::LstmPeepholes => PEEPHOLE_LSTM,
            CellKind::Gru => LECTURE_GRU,
        }
    }

    /// What makes a lone layer, which is read as PyTorch's are: `h, state = layer(x, state)`.
    pub(super) fn alone(&self) -> String {
        let class = match self.kind {
            CellKind::Rnn => "nn.RNN",
            CellKind::Lstm => "nn.LSTM",
            CellKind::LstmPeepholes => "PeepholeLstm",
            CellKind::Gru => "LectureGru",
        };
        format!("{class}({}, {})", self.inputs, self.hidden)
    }

    /// Lines that make the layers.
    pub(super) fn made(&self) -> Vec<String> {
        let Layers { inputs, hidden, count, .. } = self;
        if !self.is_builtin() {
            let inputs = if count == &1 { inputs.to_string() } else { format!("{inputs} if i == 0 else {hidden}") };
            return vec![format!("self.layers = nn.ModuleList(Layer({inputs}, {hidden}) for i in range({count}))")];
        }
        let (word, class) = (self.word(), self.word().to_uppercase());
        let frozen = (0..*count).map(|layer| format!("self.{word}.bias_hh_l{layer}.requires_grad_(False)"));
        [format!("self.{word} = nn.{class}({inputs}, {hidden}, num_layers={count})"), ONE_BIAS.to_owned()]
            .into_iter()
            .chain(frozen)
            .collect()
    }

    /// Lines that read x from a state, or from zeros where it is None, into h and the state after.
    pub(super) fn read(&self) -> Vec<String> {
        if self.is_builtin() {
            return vec![format!("h, state = self.{}(x, state)", self.word())];
        }
        let lines = [
            "h, after = x, []",
            "for i, layer in enumerate(self.layers):",
            "    h, end = layer(h, state[i] if state else None)",
            "    after.append(end)",
            "state = after",
        ];
        lines.map(str::to_owned).into()
    }

    /// Functions from the file's tensors `[layers,B,H]` to a state, of some rows, and back.
    pub(super) fn state_functions(&self) -> &'static str {
        match (self.is_builtin(), self.has_memory()) {
            (true, false) => BUILTIN_STATE,
            (true, true) => BUILTIN_STATES,
            (false, false) => LAYER_STATE,
            (false, true) => LAYER_STATES,
        }
    }
}

/// The classes that lone layers of these kinds need.
pub(super) fn lone_classes(kinds: &[CellKind]) -> String {
    let named = [(CellKind::LstmPeepholes, PEEPHOLE_LSTM, "PeepholeLstm"), (CellKind::Gru, LECTURE_GRU, "LectureGru")];
    let needed = named.into_iter().filter(|(kind, ..)| kinds.contains(kind));
    needed.map(|(_, text, name)| text.replace("class Layer(", &format!("class {name}("))).collect()
}

const BUILTIN_STATE: &str = r#"def state_of(tensors, own):
    h = tensors.get("state.h")
    return None if h is None else h[:, own].contiguous()


def named_state(state):
    return {"state.h": state}"#;

const BUILTIN_STATES: &str = r#"def state_of(tensors, own):
    parts = [tensors.get("state.h"), tensors.get("state.C")]
    return None if parts[0] is None else tuple(part[:, own].contiguous() for part in parts)


def named_state(state):
    return {"state.h": state[0], "state.C": state[1]}"#;

const LAYER_STATE: &str = r#"def state_of(tensors, own):
    h = tensors.get("state.h")
    return None if h is None else list(h[:, own])


def named_state(state):
    return {"state.h": torch.stack(state)}"#;

const LAYER_STATES: &str = r#"def state_of(tensors, own):
    parts = [tensors.get("state.h"), tensors.get("state.C")]
    return None if parts[0] is None else list(zip(parts[0][:, own], parts[1][:, own]))


def named_state(state):
    return {"state.h": torch.stack([h for h, _ in state]), "state.C": torch.stack([C for _, C in state])}"#;

const PEEPHOLE_LSTM: &str = r#"class Layer(nn.Module):
    """LSTM whose gates also see the state (Gers et al. 2002), written out: torch.nn.LSTM has no peepholes."""

    def __init__(self, inputs, hidden):
        super().__init__()
        self.Wx = nn.Parameter(torch.empty(inputs, 4 * hidden))  # i f C o
        self.Wh = nn.Parameter(torch.empty(hidden, 4 * hidden))
        self.b = nn.Parameter(torch.empty(4 * hidden))
        self.p = nn.Parameter(torch.empty(3, hidden))  # i f o

    def forward(self, x, state=None):  # x: [T, B, inputs]
        zero = x.new_zeros(x.shape[1], self.Wh.shape[0])
        h, C = state or (zero, zero)
        outputs = []
        for z in x @ self.Wx + self.b:
            i, f, c, o = (z + h @ self.Wh).chunk(4, -1)
            i = torch.sigmoid(i + self.p[0] * C)
            f = torch.sigmoid(f + self.p[1] * C)
            C = f * C + i * torch.tanh(c)
            h = torch.sigmoid(o + self.p[2] * C) * torch.tanh(C)
            outputs.append(h)
        return torch.stack(outputs), (h, C)


"#;

const LECTURE_GRU: &str = r#"class Layer(nn.Module):
    """GRU of the lecture (Cho et al. 2014), written out, for torch.nn.GRU is another one.

    Here the reset gate acts before the product, h~ = tanh(Wc (r * h) + ...), there after it, h~ = tanh(r * (Wc h) + ...);
    so no weights of one give the numbers of the other. Here z is what is replaced, there what is kept.
    """

    def __init__(self, inputs, hidden):
        super().__init__()
        self.Wx = nn.Parameter(torch.empty(inputs, 3 * hidden))  # z r h
        self.Wh = nn.Parameter(torch.empty(hidden, 3 * hidden))
        self.b = nn.Parameter(torch.empty(3 * hidden))

    def forward(self, x, state=None):  # x: [T, B, inputs]
        h = x.new_zeros(x.shape[1], self.Wh.shape[0]) if state is None else state
        Wz, Wr, Wc = self.Wh.chunk(3, 1)
        outputs = []
        for row in x @ self.Wx + self.b:
            z, r, c = row.chunk(3, -1)
            z, r = torch.sigmoid(z + h @ Wz), torch.sigmoid(r + h @ Wr)
            h = (1 - z) * h + z * torch.tanh(c + (r * h) @ Wc)
            outputs.append(h)
        return torch.stack(outputs), h


"#;
