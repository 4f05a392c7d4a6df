"""How many words a second gensim learns from, natively and with one worker: word2vec with negative sampling.

Usage: python gensim_words.py <file of sentences, one a line, words separated by spaces>
"""

import json
import sys
import time

from gensim.models import Word2Vec

with open(sys.argv[1], encoding="utf-8") as file:
    sentences = [line.split() for line in file]
model = Word2Vec(vector_size=100, window=5, negative=5, sample=1e-3, min_count=5, sg=1, workers=1, seed=1)
model.build_vocab(sentences)
words = sum(model.wv.get_vecattr(word, "count") for word in model.wv.index_to_key)
start = time.perf_counter()
model.train(sentences, total_examples=model.corpus_count, epochs=1)
print(json.dumps({"words": int(words), "seconds": time.perf_counter() - start}))
