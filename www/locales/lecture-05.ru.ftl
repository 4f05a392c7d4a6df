# Глава лекции об LSTM: что говорят её рисунки и что нашли опыты. Те же ключи, что в lecture-05.en.ftl.

figure-conveyor = Состояние как конвейер
figure-conveyor-desc = Вверху состояние C одного нейрона на каждом шаге стоит на ленте; под ней — фильтр забывания на каждом шаге. Внизу для сравнения состояние простой сети. Числа — в таблице ниже.
figure-conveyor-gate = Фильтр забывания, одинаковый на всех шагах: f = { $gate }
figure-conveyor-lag = Расстояние, шагов: { $lag }
figure-conveyor-unit = { $net } { $unit }
figure-conveyor-said = На ленту при t = 0 положили 1, и каждый шаг оставляет от неё долю f = { $gate }: через { $lag } шагов — { $left }. В простой сети со спектральным радиусом 0,9 изменение состояния к этому времени сжалось до { $rnn }.
figure-conveyor-lab-said = LSTM читает первый пример лаборатории, шагов: { $steps }; то, что надо запомнить, приходит при t = { $marks }. Яснее всех отзывается нейрон { $unit }; его фильтр забывания пропускает за шаг в среднем { $gate }.
figure-conveyor-own = Вычислено на этом рисунке, пока не готовы сети лаборатории ниже.
figure-conveyor-lab = Числа сетей лаборатории ниже — по одному нейрону на одном и том же примере; они меняются, пока те учатся.
figure-conveyor-table = Все шаги в числах

figure-peepholes-on = Скважины
figure-peepholes-gradient = Прямой путь градиента этого нейрона — с тем, что добавляют скважины:
figure-peepholes-plain = Прямой путь градиента этого нейрона без скважин:

## Что найдено

found-memory-adding = Верных ответов на расстоянии { $short }: RNN { $rnnShort } %. На расстоянии { $lag }: RNN { $rnn } %, LSTM { $lstm } %, GRU { $gru } %. RNN не удерживает первое число так долго, сети с фильтрами удерживают.
found-memory-adding-otherwise = Верных ответов на расстоянии { $short }: RNN { $rnnShort } %. На расстоянии { $lag }: RNN { $rnn } %, LSTM { $lstm } %, GRU { $gru } %. С этим зерном разрыв не такой, как в лекции; попробуйте другое.
found-memory-lag = Верно на расстояниях { $lag1 }, { $lag2 } и { $lag3 }: RNN — { $rnn1 }, { $rnn2 } и { $rnn3 } %, LSTM — { $lstm1 }, { $lstm2 } и { $lstm3 } %. Чем больше расстояние, тем меньше остаётся у RNN; LSTM помнит.
found-memory-lag-otherwise = Верно на расстояниях { $lag1 }, { $lag2 } и { $lag3 }: RNN — { $rnn1 }, { $rnn2 } и { $rnn3 } %, LSTM — { $lstm1 }, { $lstm2 } и { $lstm3 } %. В этот раз на самом большом расстоянии LSTM впереди не явно.
found-memory-bias = Верных букв после { $lag } шагов тишины: { $open } % при смещении 3 и { $half } % при смещении 0; наугад — 12,5 %. Фильтр, который начинает с одной второй, теряет состояние раньше, чем у него можно чему-то научиться.
found-memory-bias-otherwise = Верных букв после { $lag } шагов тишины: { $open } % при смещении 3 и { $half } % при смещении 0; наугад — 12,5 %. В этот раз открытое начало помогло мало.

found-forget-open = За { $steps } шагов среднее fₜ изменилось с { NUMBER($before, minimumFractionDigits: 2) } до { NUMBER($after, minimumFractionDigits: 2) }, но важны края: { $passed } % всех значений теперь больше 0,9, а { $blocked } % — меньше 0,1. Дольше всех помнит нейрон { $unit }: в среднем { NUMBER($longest, minimumFractionDigits: 2) } за шаг, половина остаётся примерно через { $half } { $half ->
        [one] шаг
        [few] шага
       *[other] шагов
    }.
found-forget-words = Да: нейрон { $unit } следует за пробелами и концами строк (r = { NUMBER($r, minimumFractionDigits: 2) }). Там его fₜ равно { NUMBER($there, minimumFractionDigits: 2) }, в остальных местах — { NUMBER($elsewhere, minimumFractionDigits: 2) }; шагов обучения: { $steps }.
found-forget-words-weak = Явного нет, шагов обучения: { $steps }. Ближе всех нейрон { $unit }, r = { NUMBER($r, minimumFractionDigits: 2) }: на пробелах и концах строк fₜ равно { NUMBER($there, minimumFractionDigits: 2) }, в остальных местах — { NUMBER($elsewhere, minimumFractionDigits: 2) }.
found-input-open = За { $steps } шагов среднее iₜ изменилось с { NUMBER($gateBefore, minimumFractionDigits: 2) } до { NUMBER($gate, minimumFractionDigits: 2) }, и { $passed } % его значений больше 0,9. Кандидат был уверен в { $sureBefore } % случаев, теперь — в { $sure } %.
found-input-coupled = Нет: корреляция fₜ и iₜ в среднем { $mean }, а ниже −0,5 она лишь у { $coupled } из { $units } нейронов. LSTM пользуется свободой решать то и другое отдельно.
found-input-coupled-yes = Да: корреляция fₜ и iₜ ниже −0,5 у { $coupled } из { $units } нейронов (в среднем { $mean }). В этот раз хватило бы одного фильтра на двоих.
found-state-mix = Чисел, вычисленных дважды: { $count }; наибольшее расхождение меньше { $error } — округление одинарной точности. После { $steps } шагов обучения новое состояние на { $old } % состоит из старого и на { $fresh } % из нового.
found-state-bound = Параметров в слое: { $parameters }, по { $each } у f, i, C̃ и o — и ни одного у Cₜ. После { $steps } шагов наибольшее |Cₜ| равно { $state }, и { $beyond } % всех больше 1; наибольшее |hₜ| — { $hidden }.
found-output-quiet = После { $steps } шагов среднее |tanh Cₜ| равно { $state }, среднее |hₜ| — { $hidden }. В { $quiet } % случаев нейрон что-то держит и не показывает.
found-output-words = Да: нейрон { $unit } следует за пробелами и концами строк (r = { NUMBER($r, minimumFractionDigits: 2) }): там его oₜ равно { NUMBER($there, minimumFractionDigits: 2) }, в остальных местах — { NUMBER($elsewhere, minimumFractionDigits: 2) }; шагов обучения: { $steps }.
found-output-words-weak = Явного нет, шагов обучения: { $steps }. Ближе всех нейрон { $unit }, r = { NUMBER($r, minimumFractionDigits: 2) }: на пробелах и концах строк oₜ равно { NUMBER($there, minimumFractionDigits: 2) }, в остальных местах — { NUMBER($elsewhere, minimumFractionDigits: 2) }.
found-peephole-terms = До обучения слагаемое p∗C всюду { $before }. После { $steps } шагов его средняя величина { $term } — { $share } % того, что складывают фильтры, а ∂Cₜ/∂Cₜ₋₁ оно меняет в среднем на { $gradient }.
found-peephole-timing = Верных ответов на расстоянии { $lag }, запусков: { $runs }. Без скважин { $plain } % (в худшем запуске { $plainWorst } %), со скважинами { $seeing } % (в худшем { $seeingWorst } %). Здесь они помогли.
found-peephole-timing-otherwise = Верных ответов на расстоянии { $lag }, запусков: { $runs }. Без скважин { $plain } % (в худшем запуске { $plainWorst } %), со скважинами { $seeing } % (в худшем { $seeingWorst } %). В этих запусках они не помогли.
