"""Nabla's word vectors beside gensim's: the same texts, the same settings, several seeds. See README.md.

Usage: python compare.py --nabla <the program word-vectors> [--out <folder>] [--seeds 1,2,3,4,5,6,7,8, two at least] [--texts bibles,all] [--quick]
"""

import argparse
import json
import math
import pathlib
import statistics
import subprocess
import tempfile

import gensim
import numpy
from gensim.models import KeyedVectors, Word2Vec

HERE = pathlib.Path(__file__).parent
EVAL = HERE / "../../www/data/eval"
TEXTS = {"bibles": ("both Bibles", "kjv,web", 10), "all": ("all five texts", "kjv,web,shakespeare,milton,austen", 3)}
# Name, objective, learning rate: gensim's own rate, and for CBOW also the one that the lab and word2vec's C code use.
RUNS = (("skip-gram", 1, 0.025), ("cbow", 0, 0.025), ("cbow", 0, 0.05))
SIZE, WINDOW, NEGATIVES, MIN_COUNT, SAMPLE = 64, 5, 5, 10, 1e-3
MEASURES = ("spearman", "right", "family")


def of_gensim(path, objective, rate, epochs, seed):
    """gensim's vectors."""
    with open(path, encoding="utf-8") as file:
        sentences = [line.split() for line in file]
    settings = dict(vector_size=SIZE, window=WINDOW, negative=NEGATIVES, min_count=MIN_COUNT, sample=SAMPLE)
    model = Word2Vec(sg=objective, alpha=rate, min_alpha=1e-4, workers=1, seed=seed, **settings)
    model.build_vocab(sentences)
    # By words, as Nabla and word2vec's C code count; by sentences the rate would fall faster where sentences are short.
    model.train(sentences, total_words=model.corpus_total_words, epochs=epochs)
    return model.wv


def of_nabla(program, names, file, objective, rate, epochs, seed):
    """What Nabla says of its own vectors; they are in `file`."""
    settings = dict(size=SIZE, window=WINDOW, negatives=NEGATIVES, minCount=MIN_COUNT, sample=SAMPLE)
    settings |= dict(objective=objective, learningRate=rate, epochs=epochs, seed=seed)
    command = [program, "train", names, str(file), json.dumps(settings)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def judged(vectors):
    """What people and questions say of vectors, by gensim's own functions."""
    everything = len(vectors)
    _, spearman, unknown = vectors.evaluate_word_pairs(
        str(EVAL / "wordsim353.tsv"), restrict_vocab=everything, case_insensitive=True
    )
    _, sections = vectors.evaluate_word_analogies(
        str(EVAL / "questions-words.txt"), restrict_vocab=everything, case_insensitive=True
    )
    counts = {s["section"]: [len(s["correct"]), len(s["correct"]) + len(s["incorrect"])] for s in sections}
    total, family = counts["Total accuracy"], counts["family"]
    queen = [word for word, _ in vectors.most_similar(positive=["king", "woman"], negative=["man"], topn=3)]
    return {
        "spearman": round(float(spearman.statistic), 4),
        "pairs": round(353 * (1 - unknown / 100)),
        "right": total[0],
        "asked": total[1],
        "family": family[0],
        "familyAsked": family[1],
        "king-man+woman": queen,
    }


def same_neighbours(vectors, told):
    """How Nabla's neighbours differ from those that gensim finds in the same file: places with another word, and the
    largest difference of two cosines."""
    differences, largest = 0, 0.0
    for word, neighbours in told.items():
        found = vectors.most_similar(word, topn=len(neighbours))
        differences += sum(ours[0] != theirs[0] for ours, theirs in zip(neighbours, found))
        largest = max([largest] + [abs(ours[1] - theirs[1]) for ours, theirs in zip(neighbours, found)])
    return {"words": len(told), "each": len(next(iter(told.values()))), "differ": differences, "cosine": largest}


def compared(program, folder, key, run, seeds, epochs):
    (title, names, _), (name, objective, rate) = TEXTS[key], run
    corpus = folder / f"{key}.txt"
    if not corpus.exists():
        subprocess.run([program, "corpus", names, str(corpus)], check=True)
    row = {"texts": title, "objective": name, "rate": rate, "epochs": epochs, "gensim": [], "nabla": []}
    for seed in seeds:
        vectors = of_gensim(corpus, objective, rate, epochs, seed)
        row["gensim"].append({"seed": seed, **judged(vectors)})
        own = of_nabla(program, names, folder / "vectors.txt", name, rate, epochs, seed)
        ours = KeyedVectors.load_word2vec_format(str(folder / "vectors.txt"))
        assert len(ours) == own["vocabulary"] == len(vectors), (len(ours), own["vocabulary"], len(vectors))
        assert set(ours.index_to_key) == set(vectors.index_to_key), "another vocabulary"
        row["nabla"].append({"seed": seed, **judged(ours)})
        mine = row["nabla"][-1]
        mine["ownJudgement"] = [
            round(own["spearman"], 4),
            sum(right for right, _ in own["sections"].values()),
            own["sections"]["family"][0],
        ]
        mine["neighbours"] = same_neighbours(ours, own["neighbours"])
        if seed == seeds[0]:
            row["example"] = {word: [other for other, _ in list] for word, list in own["neighbours"].items()}
        print(f"{title}, {name} at {rate}, seed {seed}", flush=True)
        for who in ("gensim", "nabla"):
            print("  " + who, {key: row[who][-1][key] for key in MEASURES}, flush=True)
    return row


def difference(ours, theirs):
    """The difference of two means in its own standard errors (Welch's t)."""
    error = math.sqrt(statistics.variance(ours) / len(ours) + statistics.variance(theirs) / len(theirs))
    return (statistics.mean(ours) - statistics.mean(theirs)) / error


def verdicts(row):
    """Of each measure whether Nabla's mean is not below gensim's by more than chance would have it."""
    found = {}
    for measure in MEASURES:
        ours, theirs = ([seed[measure] for seed in row[who]] for who in ("nabla", "gensim"))
        found[measure] = difference(ours, theirs) > -2
    seeds = row["nabla"]
    found["own judgement"] = all(
        abs(s["ownJudgement"][0] - s["spearman"]) < 2e-3
        and abs(s["ownJudgement"][1] - s["right"]) <= 2
        and abs(s["ownJudgement"][2] - s["family"]) <= 1
        for s in seeds
    )
    found["neighbours"] = all(s["neighbours"]["differ"] == 0 and s["neighbours"]["cosine"] < 1e-5 for s in seeds)
    return found


def spread(numbers, digits):
    """The mean, and the least and the largest."""
    mean, least, most = (f"{x:.{digits}f}" for x in (statistics.mean(numbers), min(numbers), max(numbers)))
    return f"{mean} ({least}–{most})"


def report(results):
    lines = ["# Nabla's word vectors beside gensim's", ""]
    lines += [
        f"Written by `cargo xtask test gensim` with gensim {results['gensim']} and numpy {results['numpy']}; README.md says how.",
        f"{SIZE} numbers a word, window {WINDOW}, {NEGATIVES} words of noise, words that occur {MIN_COUNT} times, sub-sampling "
        f"{SAMPLE:g}. A cell has the mean of the seeds {', '.join(map(str, results['seeds']))}, the least and the most. Both are judged by gensim's functions.",
        "",
    ]
    lines += ["| texts | objective | η | who | WordSim-353 | analogies | family | queen's places |"]
    lines += ["|---|---|---|---|---|---|---|---|"]
    for row in results["rows"]:
        for who, name in (("gensim", "gensim"), ("nabla", "Nabla")):
            seeds = row[who]
            asked, family = seeds[0]["asked"], seeds[0]["familyAsked"]
            cells = [row["texts"] + f", {row['epochs']} epochs", row["objective"], f"{row['rate']:g}", name]
            cells += [spread([s["spearman"] for s in seeds], 3)]
            cells += [spread([s["right"] for s in seeds], 0) + f" of {asked}"]
            cells += [spread([s["family"] for s in seeds], 0) + f" of {family}"]
            place = lambda list: str(1 + list.index("queen")) if "queen" in list else "> 3"
            cells += [" ".join(place(s["king-man+woman"]) for s in seeds)]
            lines += ["| " + " | ".join(cells) + " |"]
    lines += ["", "Nabla's mean is not below gensim's by more than two standard errors of their difference, which is given:", ""]
    for row in results["rows"]:
        apart = {m: difference(*([seed[m] for seed in row[who]] for who in ("nabla", "gensim"))) for m in MEASURES}
        marks = ", ".join(f"{m} {apart[m]:+.1f} {'yes' if row['verdicts'][m] else 'no'}" for m in MEASURES)
        lines += [f"* {row['texts']}, {row['objective']} at {row['rate']:g}: {marks}"]
    count = sum(len(row["nabla"]) for row in results["rows"])
    far = max(seed["neighbours"]["cosine"] for row in results["rows"] for seed in row["nabla"])
    differ = sum(seed["neighbours"]["differ"] for row in results["rows"] for seed in row["nabla"])
    one = results["rows"][0]["nabla"][0]["neighbours"]
    lines += ["", "## The same neighbours after export", ""]
    lines += [
        f"Each of the {count} models was written as word2vec text and loaded by gensim, which then named the {one['each']} nearest "
        f"words of {one['words']} words: {differ} of them differ from those that Nabla names, and no cosine by more than {far:.0e}. "
        "As Nabla names them, skip-gram on both Bibles, the first seed:",
        "",
    ]
    lines += [f"* {word}: {', '.join(near)}" for word, near in results["rows"][0]["example"].items()]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--nabla", required=True)
    parser.add_argument("--out", default=str(HERE))
    parser.add_argument("--seeds", default="1,2,3,4,5,6,7,8")
    parser.add_argument("--texts", default=",".join(TEXTS))
    parser.add_argument("--quick", action="store_true", help="one epoch")
    options = parser.parse_args()
    seeds = [int(seed) for seed in options.seeds.split(",")]
    results = {"gensim": gensim.__version__, "numpy": numpy.__version__, "seeds": seeds, "rows": []}
    with tempfile.TemporaryDirectory() as folder:
        for key, (_, _, epochs) in TEXTS.items():
            if key not in options.texts.split(","):
                continue
            for run in RUNS:
                row = compared(options.nabla, pathlib.Path(folder), key, run, seeds, 1 if options.quick else epochs)
                row["verdicts"] = verdicts(row)
                results["rows"].append(row)
                # After each row, so that a run that is broken off is not lost.
                out = pathlib.Path(options.out)
                (out / "results.json").write_text(json.dumps(results, indent=1) + "\n")
                (out / "RESULTS.md").write_text(report(results))
    print("\n" + report(results))
    failed = [f"{r['texts']}, {r['objective']}: {k}" for r in results["rows"] for k, ok in r["verdicts"].items() if not ok]
    print("\n".join(["Not so:"] + failed) if failed else "All of it is so.")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
