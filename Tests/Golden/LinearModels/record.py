#!/usr/bin/env python3
"""What scikit-learn learns from small samples, in linear.json beside this file. Needs scikit-learn 1.7 or newer."""
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge

random = np.random.default_rng(7)


def rounded(array):
    return np.asarray(array, np.float32).astype(float).ravel().tolist()


def labels(rows, width, classes, strength):
    centres = random.normal(size=(classes, width))
    truth = random.integers(0, classes, rows)
    features = np.float32(centres[truth] + random.normal(size=(rows, width)) * 1.5)
    names = np.array(["ant", "bee", "cat", "dog"])[truth]
    model = LogisticRegression(C=1 / strength, tol=1e-12, max_iter=100_000).fit(np.float64(features), names)
    return {"width": width, "strength": strength, "features": rounded(features), "labels": names.tolist(),
            "shares": model.predict_proba(np.float64(features)).ravel().tolist(),
            "weights": model.coef_.ravel().tolist(), "offsets": model.intercept_.ravel().tolist()}


def values(rows, width, strength):
    features = np.float32(random.normal(size=(rows, width)))
    truth = np.float32(features @ random.normal(size=width) + 3 + random.normal(size=rows) * 0.3)
    model = Ridge(alpha=strength, solver="cholesky").fit(np.float64(features), np.float64(truth))
    return {"width": width, "strength": strength, "features": rounded(features), "values": rounded(truth),
            "weights": model.coef_.tolist(), "offset": float(model.intercept_)}


golden = {
    "labels": [labels(40, 5, 3, 1.0), labels(30, 4, 2, 0.5), labels(24, 40, 4, 2.0), labels(60, 3, 2, 10.0)],
    "values": [values(30, 6, 1.0), values(12, 25, 0.5), values(50, 3, 100.0)],
}
Path(__file__).with_name("linear.json").write_text(json.dumps(golden) + "\n")
