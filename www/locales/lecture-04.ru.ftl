# Глава лекции о градиентах сквозь время: что говорят её рисунки и что нашли опыты. Те же ключи, что в lecture-04.en.ftl.

figure-chain = Путь назад от потери
figure-chain-desc = Развёрнутая сеть: состояния в ряд, потеря справа. От состояния к состоянию назад ведёт стрелка с наибольшим сингулярным числом множителя. Ниже — величина каждого слагаемого суммы по k.
figure-chain-back = На множитель назад
figure-chain-loss = К потере
figure-chain-k = Множителей в произведении: { $over }, до k = { $k }
figure-chain-bars = величина слагаемого k
figure-chain-bar = слагаемое k = { $k }: { $term }
figure-chain-term = ‖слагаемое k‖
figure-chain-start = У самой потери произведение пусто: единичная матрица с нормой { $start }. Норма слагаемого k = t = { $t } — { $term }; от всего градиента, { $total }, в сумме пока { $partial }.
figure-chain-said = { $over ->
    [one] { $over } множитель
    [few] { $over } множителя
   *[other] { $over } множителей
 } назад, от t = { $t } до k = { $k }: ‖∏ ∂sᵢ/∂sᵢ₋₁‖ = { $product }, а у потери было { $start }. Норма слагаемого k = { $k } — { $term }; слагаемые от { $k } до { $t } вместе дают { $partial }, все — ‖∂Lₜ/∂W‖ = { $total }.
figure-chain-own = Числа сети из 8 нейронов, вычисленные на этом рисунке, пока не открыта лаборатория ниже. Над каждой стрелкой — σ₁ множителя.
figure-chain-lab = Числа сети из лаборатории ниже; они меняются, пока она учится. Над каждой стрелкой — σ₁ множителя.
figure-chain-table = Все шаги в числах

figure-last-states = Последние n состояний
figure-last-states-desc = Развёрнутая сеть, потеря справа. Последние n состояний учитываются, прежние отрезаны. Столбик под состоянием показывает, насколько ошибочен градиент, если сумма начинается с него.
figure-last-states-n = Учитываются последние n = { $n } из { $sequence } состояний
figure-last-states-bars = ошибка градиента при обрезке здесь, до { $most } %
figure-last-states-bar = n = { $n }: { $error } %
figure-last-states-said = Учтено последних состояний: { $n }, отброшено: { $left }. Ошибка градиента по всем параметрам — { $error } % его длины.
figure-last-states-memory = Лента хранит { $tape } % того, что хранила бы.
figure-last-states-reaches = Нужный символ (?) стоит на { $gap } { $gap ->
        [one] шаг
        [few] шага
       *[other] шагов
    } раньше — среди учтённого.
figure-last-states-misses = Нужный символ (?) стоит на { $gap } { $gap ->
        [one] шаг
        [few] шага
       *[other] шагов
    } раньше, до него не дотянуться: никакое обучение его не найдёт.
figure-last-states-own = Числа сети из 8 нейронов, вычисленные на этом рисунке, пока лаборатория ниже не измерила свои.
figure-last-states-lab = Числа, измеренные лабораторией ниже.
figure-last-states-table = Все n в числах
figure-last-states-error = ошибка
figure-last-states-tape = память

figure-vanishing = Градиент в зависимости от расстояния
figure-vanishing-desc = Норма градиента в зависимости от расстояния t − k, логарифмическая шкала: сеть, вычисленная на этом рисунке, и RNN, LSTM и GRU лаборатории. Числа — в таблице ниже.
figure-vanishing-axis = расстояние t − k, шагов назад
figure-vanishing-own = RNN этого рисунка
figure-vanishing-radius = Спектральный радиус W: { $radius }
figure-vanishing-linear = Без tanh
figure-vanishing-said = При спектральном радиусе { $radius } градиент за каждый шаг назад умножается на { $rate }; через { $far } { $far ->
        [one] шаг
        [few] шага
       *[other] шагов
    } от него остаётся { $left }.
figure-vanishing-waits = Линии RNN, LSTM и GRU придут из лаборатории ниже.
figure-vanishing-from-lab = RNN, LSTM и GRU — из лаборатории, шагов обучения: { $step }.
figure-vanishing-table = Все расстояния в числах

## Что найдено

found-bptt-product = Множителей: { $steps }. Норма произведения в RNN изменилась с { NUMBER($start, maximumSignificantDigits: 3) } до { NUMBER($last, maximumSignificantDigits: 2) }: × { $rate } за шаг. После { $trained } шагов обучения — { NUMBER($lastTrained, maximumSignificantDigits: 2) }, × { $rateTrained } за шаг: обучение замедляет убывание, но не отменяет его. У LSTM тогда же — × { $rateLstm }.
found-bptt-product-grows = Множителей: { $steps }. Норма произведения в RNN изменилась с { NUMBER($start, maximumSignificantDigits: 3) } до { NUMBER($last, maximumSignificantDigits: 2) }: × { $rate } за шаг. После { $trained } шагов обучения — { NUMBER($lastTrained, maximumSignificantDigits: 2) }, × { $rateTrained } за шаг: в этот раз веса выросли настолько, что убывать перестало. У LSTM тогда же — × { $rateLstm }.
found-bptt-sum = С одним ближайшим слагаемым недостаёт { $one } % градиента; чтобы ошибка стала меньше 5 %, хватает { $enough } из { $terms }. Самое далёкое — { NUMBER($far, maximumSignificantDigits: 2) } % ближайшего: всё решают последние состояния.
found-bptt-sum-all = С одним ближайшим слагаемым недостаёт { $one } % градиента, а чтобы ошибка стала меньше 5 %, нужно { $enough } из { $terms }. Самое далёкое — { NUMBER($far, maximumSignificantDigits: 2) } % ближайшего: в этой сети далёкие состояния важны.
found-bptt-check = Норма суммы { NUMBER($sum, maximumFractionDigits: 5) }, автоматического дифференцирования { NUMBER($tape, maximumFractionDigits: 5) }, разностей { NUMBER($differences, maximumFractionDigits: 5) }. Если сравнивать их как матрицы, верных цифр { $tapeDigits } и { $differencesDigits }: формула верна, а разности точны лишь настолько, насколько позволяет одинарная точность.
found-bptt-check-otherwise = Норма суммы { NUMBER($sum, maximumFractionDigits: 5) }, автоматического дифференцирования { NUMBER($tape, maximumFractionDigits: 5) }, разностей { NUMBER($differences, maximumFractionDigits: 5) }. Если сравнивать их как матрицы, верных цифр { $tapeDigits } и { $differencesDigits }: меньше, чем оставило бы округление. Этот прогон формулу не подтвердил.

found-truncation-error = При n = { $n } из { $sequence } состояний ошибка градиента { $error } %, поворот { $angle }°; начиная с n = { $enough } ошибка меньше 5 %. При n = { $n } лента хранит { $tape } % памяти, а шаг занимает на этой машине { $time } % времени: прямой проход не экономится никогда.
found-truncation-error-slow = При n = { $n } из { $sequence } состояний ошибка градиента { $error } %, поворот { $angle }°; начиная с n = { $enough } ошибка меньше 5 %. При n = { $n } лента хранит { $tape } % памяти, а шаг занимает на этой машине { $time } % времени: времени это здесь не сэкономило, шаг слишком короток; прямой проход не экономится никогда.
found-truncation-learning = По { $seconds } с каждой: при n = { $n } потеря { $short }, при всех { $sequence } состояниях — { NUMBER($full, maximumSignificantDigits: 2) } (шагов: { $steps }). Того, что лежит на { $gap } { $gap ->
        [one] шаг
        [few] шага
       *[other] шагов
    } раньше, не выучить градиентом, который кончается через { $n }.
found-truncation-learning-undecided = По { $seconds } с каждой: при n = { $n } потеря { $short }, при всех { $sequence } состояниях — { NUMBER($full, maximumSignificantDigits: 2) } (шагов: { $steps }). На этой машине этого мало для вывода: дайте каждому n больше секунд в лаборатории.

found-vanishing-distance = На расстоянии { $distance } градиент меньше во столько раз: RNN — { NUMBER($rnn, maximumSignificantDigits: 2) } (× { $rate } за шаг), GRU — { NUMBER($gru, maximumSignificantDigits: 2) }, LSTM — { NUMBER($lstm, maximumSignificantDigits: 2) }. С открытыми фильтрами забывания у LSTM × { $open } за шаг: она держит. Необученная GRU — нет: её z вначале около одной второй.
found-vanishing-distance-partly = На расстоянии { $distance } градиент меньше во столько раз: RNN — { NUMBER($rnn, maximumSignificantDigits: 2) } (× { $rate } за шаг), GRU — { NUMBER($gru, maximumSignificantDigits: 2) }, LSTM — { NUMBER($lstm, maximumSignificantDigits: 2) }. С открытыми фильтрами забывания у LSTM × { $open } за шаг. LSTM теряет меньше, чем RNN, но в остальном вышло не так, как в лекции.
found-vanishing-distance-otherwise = На расстоянии { $distance } градиент меньше во столько раз: RNN — { NUMBER($rnn, maximumSignificantDigits: 2) } (× { $rate } за шаг), GRU — { NUMBER($gru, maximumSignificantDigits: 2) }, LSTM — { NUMBER($lstm, maximumSignificantDigits: 2) }. С этим зерном LSTM теряет не меньше, чем RNN; с открытыми фильтрами забывания у неё × { $open } за шаг.
found-vanishing-radius = Множитель за шаг при радиусе 0,5, 0,9, 1,1 и 1,5. Линейная сеть: { $linear1 }, { $linear2 }, { $linear3 }, { $linear4 } — сам радиус. С tanh: { $tanh1 }, { $tanh2 }, { $tanh3 }, { $tanh4 } — остальное отнимает насыщение, и даже 1,5 почти не взрывается.
found-vanishing-radius-otherwise = Множитель за шаг при радиусе 0,5, 0,9, 1,1 и 1,5. Линейная сеть: { $linear1 }, { $linear2 }, { $linear3 }, { $linear4 }. С tanh: { $tanh1 }, { $tanh2 }, { $tanh3 }, { $tanh4 }. Без tanh ожидался сам радиус, с ним — меньше и едва ли больше 1; в этом прогоне так вышло не везде.
found-vanishing-clip = Норма первого градиента — { NUMBER($norm, maximumSignificantDigits: 2) }: без ограничения потеря перестала быть числом на шаге { $step }. Та же сеть с градиентом не длиннее 1 осталась конечной: шагов { $steps }, потеря { $loss }.
found-vanishing-clip-otherwise = Норма первого градиента — { NUMBER($norm, maximumSignificantDigits: 2) }. Без ограничения сеть дошла до шага { $step }; с ограничением 1 её потеря { $loss }, шагов { $steps }. В этот раз они не разошлись так, как ожидалось.
