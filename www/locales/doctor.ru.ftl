# Что остановило обучение, числа которого перестали быть числами, и с чем оно может продолжиться.
doctor-net = { $net }, расстояние { $lag }
doctor-net-lstm-peepholes = LSTM со скважинами
doctor-net-mlp = Сеть на окне
doctor-mode-one-to-one = 1→1
doctor-mode-many-to-one = n→1
doctor-mode-one-to-many = 1→n
doctor-net-at = { $net } (шаг { $step })
doctor-others = То же случилось с сетями: { $nets }.
doctor-weight = Обучение разошлось на шаге { $step }: вес, который перестал быть числом, — { $layer } ({ $tensor }); предыдущее обновление вышло за пределы того, что хранит компьютер.
doctor-loss = Обучение разошлось на шаге { $step }: потеря перестала быть числом. Самый большой вес к этому времени — { $layer } ({ $tensor }).
doctor-far = Обучение разошлось на шаге { $step }: потеря равна { $loss }, это много хуже угадывания. Самый большой вес к этому времени — { $layer } ({ $tensor }).
doctor-gradient = Обучение разошлось на шаге { $step }: градиент перестал быть числом — { $layer } ({ $tensor }).
doctor-grew = До этого норма градиентов выросла в { $factor } { $within ->
    [one] раз за { $within } шаг
    [few] раз за { $within } шага
   *[other] раз за { $within } шагов
  }.
doctor-why-unclipped = Предела градиента нет, и каждый шаг отбрасывал веса дальше предыдущего; самый большой теперь — { $largest }.
doctor-why-clipped = Предел градиента ({ $clip }) укорачивал градиенты, но при темпе обучения { $rate } даже такие шаги слишком длинны: самый большой вес теперь — { $largest }.
doctor-why-growth = При темпе обучения { $rate } каждый шаг отбрасывал веса дальше предыдущего; самый большой теперь — { $largest }.
doctor-why-rate = При темпе обучения { $rate } шаги слишком длинны: самый большой вес теперь — { $largest }.
doctor-kept = Ничего хорошего не потеряно: кривые остались, а состояние шага { $step } сохранено.
doctor-from-start = Потеряны только эти первые шаги: состояния до них ещё не сохранялись, и обучение может начаться заново с теми же начальными весами.
doctor-go-on-clip = Продолжить с шага { $step } с пределом градиента { $value }
doctor-go-on-learningRate = Продолжить с шага { $step } с темпом обучения { $value }
doctor-anew-clip = Начать заново с пределом градиента { $value }
doctor-anew-learningRate = Начать заново с темпом обучения { $value }
doctor-layer = слой { $name }
doctor-layer-embedding = векторы символов
doctor-layer-rnn = слой RNN { $number }
doctor-layer-lstm = слой LSTM { $number }
doctor-layer-gru = слой GRU { $number }
doctor-layer-conv = свёртка { $number }
doctor-layer-linear = линейный слой { $number }
doctor-layer-inception = блок Inception { $number }
doctor-layer-output = выходной слой
doctor-layer-bag = мешок слов
doctor-tensor-word2vec-input = матрица x
doctor-tensor-word2vec-output = матрица x′
