# Глава лекции о GRU: что говорит её рисунок и что нашли опыты. Те же ключи, что в lecture-06.en.ftl.

figure-gru-table = При равном скрытом размере, нейронов: { $hidden }
figure-gru-net = Сеть
figure-gru-parameters = параметры
figure-gru-speed = символов/с
figure-gru-bits = бит/символ
figure-gru-waits = Таблицу заполнит опыт ниже: каждой сети по { $steps } шагов, качество — на отложенном тексте.
figure-gru-found = Измерено опытом ниже: каждой сети по { $steps } шагов, качество — на отложенном тексте.

## Что найдено

found-gru-race = После { $steps } шагов на одном тексте: RNN — { NUMBER($rnn, minimumFractionDigits: 2) } бита на символ, LSTM — { $lstm }, GRU — { $gru }. Параметров у GRU { $gruParameters }, у LSTM { $lstmParameters }, у RNN { $rnnParameters }; за секунду GRU прочитала { $speed } % того, что LSTM. Здесь GRU впереди.
found-gru-race-lstm = После { $steps } шагов на одном тексте: RNN — { NUMBER($rnn, minimumFractionDigits: 2) } бита на символ, LSTM — { $lstm }, GRU — { $gru }. Параметров у GRU { $gruParameters }, у LSTM { $lstmParameters }, у RNN { $rnnParameters }; за секунду GRU прочитала { $speed } % того, что LSTM. Здесь LSTM не уступает.
found-gru-gates = После { $steps } шагов среднее zₜ равно { NUMBER($z, minimumFractionDigits: 2) }: { $keeps } % координат копируется, { $replaces } % заменяется, остальные смешиваются. Среднее rₜ — { NUMBER($r, minimumFractionDigits: 2) }; в { $blind } % случаев кандидат не видит прошлого. Наибольшее |hₜ| — { $most }.
