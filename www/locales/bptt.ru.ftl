# Лаборатория обратного распространения по-русски. Те же ключи, что в bptt.en.ftl (проверяет locales/check.mjs).

bptt-name = Лаборатория градиентов во времени
bptt-unit-speed = шаг/с
setting-part = Часть
bptt-part-ladder = Градиент по расстоянию
bptt-part-unrolled = Множитель за множителем
reason-cpu-small-model = Считает процессор: для таких маленьких сетей GPU не окупится.

memory-cell-rnn = RNN
memory-cell-lstm = LSTM
memory-cell-lstm-peepholes = LSTM со скважинами
memory-cell-gru = GRU
memory-state-learning = шаг { $step }
memory-state-paused = пауза на шаге { $step }
memory-state-diverged = разошлась на шаге { $step }
memory-save = Сохранить числа (CSV)
memory-net = Сеть
memory-pause-net = Приостановить: { $name }
memory-go-on = Дальше
memory-group-learning = Обучение

## Градиент по расстоянию

bptt-ladder = Сколько градиента доходит
bptt-ladder-lead = Каждая сеть читает случайные символы, и в конце, на шаге t, её спрашивают, каким был первый. Линия — ‖∂L/∂sₖ‖: насколько сильно потеря зависит от состояния на шаге k. Чем правее, тем дальше назад; где линия почти на нуле, тому шагу учиться не на чем. Примеры и зерно у всех одни.
bptt-ladder-label = Норма градиента по расстоянию для каждого вида сети, логарифмическая шкала; числа — в таблице ниже.
bptt-distance-axis = расстояние t − k, шагов назад
bptt-ladder-table = Нормы градиента каждой сети, её потеря и состояние
bptt-at = t−k = { $distance }
bptt-growth = × за шаг назад
bptt-growth-note = «× за шаг назад» — во сколько раз норма меняется с каждым шагом, по всей линии. Меньше 1 — градиент затухает, больше 1 — взрывается. Состояние LSTM — это (C, h).
bptt-loss = потеря
bptt-gradient-norm = ‖градиент‖
bptt-presets = Опыты
bptt-preset-vanish = Затухает
bptt-preset-explode = Взрывается
bptt-preset-holds = LSTM держит
bptt-preset-clip = Обрезка спасает
bptt-hint-vanish = Смотрите на линию RNN: спектральный радиус W — 0,9, tanh′ не больше 1, значит, за шаг назад остаётся не больше 0,9. Измерено до обучения: × 0,76, а после 39 шагов — 3·10⁻⁵. GRU теряет больше (× 0,71): её фильтр обновления z вначале около ½.
bptt-hint-explode = Без tanh множитель — сама W: × 1,5 за шаг, 7·10⁶ за 39. Первый же шаг SGD выбрасывает веса прочь, и к шагу 2 RNN разошлась. Остальные учатся дальше.
bptt-hint-holds = При смещении забывания 3 фильтр пропускает 95 % за шаг. Измерено вначале: × 1,05 за шаг, тогда как у RNN × 0,76; за 2000 шагов LSTM выучила задачу (потеря 0,002), а RNN и GRU всё ещё гадают (2,08 = ln 8).
bptt-hint-clip = Та же взрывающаяся сеть, но норма градиента ограничена единицей. Числа остаются конечными: измерено, что за 300 шагов потеря падает с 2·10⁶ до 1,8, а линия — до × 1,05 за шаг.
bptt-hint-own = Ваши собственные настройки. Выберите опыт, чтобы вернуться к известной картине.

## Множитель за множителем

bptt-unrolled = Произведение, множитель за множителем
bptt-unrolled-lead = ∂Lₜ/∂W = Σₖ ∂Lₜ/∂sₜ · ∏ ∂sᵢ/∂sᵢ₋₁ · ∂sₖ/∂W. Маленькая сеть (8 нейронов) читает предложение и предсказывает каждый следующий символ. Выберите шаг t с потерей и идите назад по шагу. Столбики — величины слагаемых.
bptt-net = Развёрнутая сеть, по клетке на шаг
bptt-go = Шаг { $step }, { $character }
bptt-loss-at = Потеря на шаге t = { $step }: Lₜ = { $loss }
bptt-state-at = Состояние на шаге k = { $step }, назад: { $back }
bptt-back = На шаг назад
bptt-to-loss = К потере
bptt-factor = Множитель ∂s({ $k })/∂s({ $before })
bptt-product = Произведение ∏ от { $t } до { $k }
bptt-frobenius = Норма (Фробениуса)
bptt-sigma = Наибольшее сингулярное число
bptt-state = В состоянии { $size } чисел, поэтому множитель — { $size } × { $size }. Строка — после шага, столбец — до него.
bptt-lstm-state = Состояние LSTM — это (C, h), поэтому множитель — { $size } × { $size }. Слева вверху ∂C/∂C: без скважин это фильтр забывания на диагонали.
bptt-heat = { $name }: тепловая карта, числа в пределах ± { $bound }.
bptt-bound = шкала ± { $bound }; оранжевое +, синее −
bptt-entry = строка { $row }, столбец { $column }: { $value }
bptt-sum = Слагаемое k = { $k }: норма { $term }. Слагаемые от k = { $k } до t = { $t } вместе: { $partial }. Все: ‖∂Lₜ/∂W‖ = { $total }.
bptt-check = Сверить сумму с автоматическим дифференцированием и с конечными разностями
bptt-checked = Сумма слагаемых { $sum }, автоматическое дифференцирование { $tape } (относительная ошибка { $tapeError }), конечные разности { $differences } (относительная ошибка { $differencesError }).
bptt-table = Все шаги в числах
bptt-step = k
bptt-column-gradient = ‖∂Lₜ/∂sₖ‖
bptt-column-factor = ‖множитель‖
bptt-column-sigma = σ₁ множителя
bptt-column-product = ‖∏‖
bptt-column-product-sigma = σ₁ у ∏
bptt-column-term = ‖слагаемое‖

## Усечение

bptt-part-truncation = Усечение
bptt-truncation = Чего стоит усечение
bptt-truncation-lead = Всю историю хранить не обязательно: учитываются только последние n состояний, и дальше назад градиент не идёт. Сеть читает T символов, и её спрашивают о том, который был «промежуток» шагов назад. Смотрите, где угол становится близок к нулю, — а потом на потери: если градиент не дотягивается до нужного символа, n ≤ промежутка, сеть не выучит его ни за какое время.
bptt-truncation-waiting = Измеряем каждое n …
bptt-counted = Учитываются последние n = { $n } из { $sequence } состояний
bptt-counted-axis = n — сколько состояний учитывается
bptt-seconds-axis = секунд обучения, у каждого n свои
bptt-lost = Что теряем: угол к полному градиенту
bptt-lost-label = Угол между усечённым и полным градиентом в зависимости от n; числа — в таблице ниже.
bptt-all-parameters = все параметры
bptt-recurrent-alone = только W
bptt-saved = Что экономим: доля от полного шага
bptt-saved-label = Время шага и память ленты в зависимости от n, в долях от полного шага; числа — в таблице ниже.
bptt-time = время
bptt-tape = память ленты
bptt-after = Потеря за равное время
bptt-after-label = Потеря на 128 проверочных последовательностях в зависимости от времени обучения при нескольких n; последние числа — в таблице ниже.
bptt-guess = наугад, ln 8
bptt-cost-lost = n = { $n } из { $sequence }: градиент повёрнут на { $angle }, ошибка — { $error } % его длины; градиент по W — на { $wAngle }, ошибка { $wError } %.
bptt-cost-saved = Шаг занимает { $time } мс вместо { $fullTime } ({ $timeShare } %), лента хранит { $tape } кБ вместо { $fullTape } ({ $tapeShare } %).
bptt-cost-after = После { $seconds } с обучения: потеря { $loss }, шагов { $steps }; со всеми состояниями — { $fullLoss }, шагов { $fullSteps }.
bptt-cost-before = Чтобы сравнить потери, запустите обучение: каждое n получит по { $seconds } с, по очереди, с одного и того же начала.
bptt-cost-untrained = Обучаются n = { $trained }.
bptt-diverged = не число (разошлась)
bptt-progress = по { $done } из { $seconds } с, по очереди: { $count }
bptt-progress-over = Все { $count } получили свои { $seconds } с (прошло { $done } с). «Сброс» начнёт заново; если прибавить секунд, они продолжат.
bptt-progress-label = Сколько времени обучения прошло
bptt-measured = Измерено на { $batch } последовательностях при весах после { $step } шагов обучения со всеми состояниями. Шаг — вперёд и назад, самый короткий из измеренных. Состояния, которые не учитываются, вычисляются без ленты: путь вперёд не экономится никогда.
bptt-truncation-table = Чего стоит каждое n: угол и ошибка градиента, время и память шага, потеря после обучения
bptt-all-lengths = Все n в числах
bptt-cost-n = n
bptt-cost-angle = угол
bptt-cost-error = ошибка
bptt-cost-w-angle = угол, W
bptt-cost-w-error = ошибка, W
bptt-cost-ms = мс на шаг
bptt-cost-kb = лента, кБ
bptt-cost-steps = шагов
bptt-cost-loss = потеря
setting-gap = Промежуток, шагов назад
setting-seconds = Секунд на каждое n
bptt-round = Кругов

## Настройки

setting-activation = Функция RNN
setting-spectralRadius = Спектральный радиус W
setting-text = Предложение
setting-paused = Приостановленные сети
bptt-option-tanh = tanh
bptt-option-relu = ReLU
bptt-option-linear = линейная
bptt-option-adam = Adam
bptt-option-sgd = SGD
bptt-option-rmsprop = RMSprop
bptt-option-auto = авто
bptt-option-webgpu = WebGPU
bptt-option-cpu = CPU
bptt-note-spectralRadius = W каждой сети вначале ортогональна и умножена на это число: таковы все её сингулярные числа.
bptt-note-forgetBias = Смещение фильтра забывания вначале. При 3 за шаг сохраняется 95 % C.
bptt-note-learningRate = η — длина шага вдоль градиента.
bptt-note-sequence = T — сколько шагов читает сеть; через все градиент идёт назад.
bptt-note-hidden = H — длина состояния, одинаковая у всех сетей.
bptt-note-batch = B — примеров за шаг. Нормы усредняются по ним.
bptt-note-seed = Задаёт веса и примеры: то же зерно — та же картина.
bptt-note-clip = Градиент с большей нормой укорачивается до неё. 0 — без предела.
