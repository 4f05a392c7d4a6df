"""What numpy and scikit-learn make of features and of models on them: features.json.

Needs numpy and scikit-learn (recorded with 1.9.1): python tests/golden/features.py
"""

import gzip
import json
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

HERE = Path(__file__).parent
DATA = HERE / "../../www/data/images"
TRAIN, TEST = 1000, 500
SHOWN = [0, 7, 42]


def idx(name, offset):
    return np.frombuffer(gzip.decompress((DATA / name).read_bytes())[offset:], np.uint8)


IMAGES = idx("mnist-images.gz", 16).reshape(-1, 28, 28).astype(np.float64) / 255
LABELS = idx("mnist-labels.gz", 8)


def means(x):
    return np.concatenate([x.mean((1, 2))[:, None], x.mean(2), x.mean(1)], 1)


def symmetry(x):
    def like(mirrored):
        return 1 - np.abs(x - mirrored).sum((1, 2)) / (2 * x.sum((1, 2)))

    return np.stack([like(x[:, :, ::-1]), like(x[:, ::-1]), like(x[:, ::-1, ::-1])], 1)


def zoning(x):
    return x.reshape(-1, 4, 7, 4, 7).mean((2, 4)).reshape(-1, 16)


def edges(x):
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1)), mode="edge")
    across = padded[:, 1:-1, 2:] - padded[:, 1:-1, :-2]
    down = padded[:, 2:, 1:-1] - padded[:, :-2, 1:-1]
    strength = np.hypot(across, down)
    position = np.mod(np.arctan2(down, across), np.pi) / np.pi * 8
    shares = np.zeros((len(x), 2, 2, 8))
    for bin in range(8):
        distance = np.abs(position - bin)
        weight = np.maximum(0, 1 - np.minimum(distance, 8 - distance)) * strength
        shares[..., bin] = weight.reshape(-1, 2, 14, 2, 14).sum((2, 4))
    return (shares / strength.sum((1, 2))[:, None, None, None]).reshape(-1, 32)


def quarters(x):
    return x.reshape(-1, 14, 2, 14, 2).mean((2, 4)).reshape(-1, 196)


def rounded(values, digits=7):
    return [float(f"%.{digits}g" % value) for value in np.ravel(values)]


def main():
    train, test = IMAGES[:TRAIN], IMAGES[TRAIN : TRAIN + TEST]
    labels, truth = LABELS[:TRAIN], LABELS[TRAIN : TRAIN + TEST]
    kinds = {"means": means, "symmetry": symmetry, "zoning": zoning, "edges": edges}
    shown = {name: [rounded(row) for row in of(IMAGES[SHOWN])] for name, of in kinds.items()}
    pca = PCA(16, svd_solver="full").fit(quarters(train))
    places = np.abs(pca.transform(quarters(IMAGES[SHOWN])))

    def features(x):
        return np.concatenate([of(x) for of in kinds.values()], 1)

    scaler = StandardScaler().fit(features(train))
    x, asked = scaler.transform(features(train)), scaler.transform(features(test))
    logistic = LogisticRegression(C=1.0, tol=1e-8, max_iter=5000).fit(x, labels)
    probabilities = logistic.predict_proba(x)
    objective = -np.log(probabilities[np.arange(TRAIN), labels]).mean() + (logistic.coef_**2).sum() / 2 / TRAIN
    knn = KNeighborsClassifier(3, algorithm="brute").fit(x, labels)
    distances, nearest = knn.kneighbors(asked[:5])
    trees = [DecisionTreeClassifier(max_depth=12, random_state=seed).fit(x, labels) for seed in range(20)]
    scores = [tree.score(asked, truth) for tree in trees]
    out = {
        "train": TRAIN,
        "test": TEST,
        "shown": SHOWN,
        "features": shown,
        "pca": {"explained": rounded(pca.explained_variance_ratio_), "places": [rounded(row) for row in places]},
        "logistic": {
            "objective": float(objective),
            "accuracy": logistic.score(asked, truth),
            "probabilities": [rounded(row) for row in logistic.predict_proba(asked[:5])],
        },
        "knn": {
            "accuracy": knn.score(asked, truth),
            "nearest": nearest.tolist(),
            "distances": [rounded(row) for row in distances],
        },
        "tree": {"accuracies": [min(scores), max(scores)]},
    }
    (HERE / "features.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
