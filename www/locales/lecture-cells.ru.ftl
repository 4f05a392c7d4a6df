# Что говорят рисунки ячеек в любой главе лекции. Те же ключи, что в lecture-cells.en.ftl.

figure-cell-back = На шаг назад
figure-cell-forth = На шаг вперёд
figure-cell-place = t = { $t } из { $count }: { $label }
figure-cell-unit = Нейрон (1–{ $count })
figure-cell-strips = По всему прочитанному, нейрон { $unit }: { $what }
figure-cell-traces = Нейрон { $unit } по всему прочитанному, в числах
figure-cell-own = Числа необученной ячейки из 6 нейронов, вычисленные на этом рисунке, пока не открыта лаборатория ниже. Выберите часть рисунка, чтобы увидеть её формулу.
figure-cell-lab = Числа сети из лаборатории ниже, шагов обучения: { $step }. Выберите часть рисунка, чтобы увидеть её формулу.
figure-cell-rnn = RNN
figure-cell-lstm = LSTM
figure-cell-gru = GRU
