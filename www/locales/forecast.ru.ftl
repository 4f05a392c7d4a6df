# Лаборатория прогнозов по-русски, загружается вместе с ней. Те же ключи, что в forecast.en.ftl (проверяет locales/check.mjs).

forecast-name = Лаборатория прогнозов
forecast-round = Шагов у каждой
forecast-unit-speed = шагов/с
forecast-done = Сделано
reason-cpu-small-model = Считает CPU: для таких маленьких сетей GPU не окупится.

forecast-model-mlp = Сеть на окне
forecast-model-linear = Линейная
forecast-model-rnn = RNN
forecast-model-lstm = LSTM
forecast-model-lstm-peepholes = LSTM со скважинами
forecast-model-gru = GRU
forecast-model-last = Последнее
forecast-model-seasonal = Как сезон назад
forecast-model-drift = Тренд
forecast-mode-one-to-one = один к одному: на шаг вперёд
forecast-mode-many-to-one = много к одному: только после окна
forecast-mode-one-to-many = один ко многим: на много шагов
forecast-mode-short-one-to-one = 1→1
forecast-mode-short-many-to-one = n→1
forecast-mode-short-one-to-many = 1→n

## Ряд

forecast-series = Временной ряд и его прогнозы
forecast-series-lead = Выберите ряд и нажмите «Обучать». Модели учатся на обучающей части, а проверяются на контрольной, которую до этого не видели.
setting-series = Ряд
forecast-own = Свой CSV …
forecast-own-series = Свой файл
forecast-function = Функция
forecast-stays = Прежний ряд остаётся.
forecast-columns = Источник, лицензия и столбцы. Прогнозируется:
forecast-table-read = Строк: { $rows }; разделитель: { $separator }; десятичный знак: «{ $decimal }». Первые строки:
setting-separator = Разделитель
forecast-separator-auto = определить по файлу
forecast-separator-comma = запятая
forecast-separator-semicolon = точка с запятой
forecast-separator-tab = табуляция
forecast-separator-bar = вертикальная черта
setting-decimal = Десятичный знак
forecast-decimal-auto = определить по файлу
forecast-decimal-point = точка, как в 1.5
forecast-decimal-comma = запятая, как в 1,5
setting-column = Значения
setting-dateColumn = Даты
setting-missing = Пропуски
forecast-missing-interpolate = заполнить по прямой
forecast-missing-drop = выбросить эти строки
forecast-missing-keep = оставить пропусками
forecast-missing-now-interpolate = Они заполнены по прямой.
forecast-missing-now-drop = Эти строки выброшены.
forecast-missing-now-keep = Они оставлены: окна через них не проходят.
forecast-note-missing = Пропущено значений: { $count }, первое — в строке { $row } файла.
forecast-note-unordered-dates = Даты не по порядку: { $count }, первая — в строке { $row }. Порядок строк — как в файле.
forecast-note-duplicate-dates = Повторяющиеся даты: { $count }, первая — в строке { $row }.
forecast-note-constant = Все значения одинаковы: учиться здесь нечему.
forecast-note-ragged = Строки, где ячеек больше или меньше, чем в первой: { $count }, первая такая — { $row }.
forecast-note-broken-dates = В одном столбце до строки { $row } стоят даты, а в ней — что-то другое: датами он не считается.
setting-wave = Функция
setting-points = Точек n
setting-wavePeriod = Период p
forecast-delay = Запаздывание τ
setting-noise = Шум
forecast-wave-sine = Синус
forecast-wave-sines = Сумма трёх синусов
forecast-wave-damped = Затухающий синус
forecast-wave-chirp = Растущая частота
forecast-wave-mackey-glass = Уравнение Маккея — Гласса
forecast-wave-note-sine = Два прошлых значения точно задают следующее: без шума линейная модель не ошибается.
forecast-wave-note-sines = Периоды несоизмеримы: ряд не повторяется, но шесть прошлых значений точно задают следующее.
forecast-wave-note-damped = Колебание затухает: выученное на большом размахе проверяется на малом.
forecast-wave-note-chirp = Частота растёт: в контрольной части есть частоты, которых не было в обучающей.
forecast-wave-note-mackey-glass = При τ больше 16,8 — хаос (Mackey, Glass 1977): близкий прогноз может быть хорош, далёкий — нет.
setting-prepare = Преобразования
forecast-prepare-log = логарифм
forecast-prepare-seasonal = сезонная разность
forecast-prepare-difference = разность
forecast-prepare-standardise = стандартизация
forecast-prepare-hint-log = Логарифм: рост в несколько раз становится ростом на несколько единиц.
forecast-prepare-hint-seasonal = Вычитается значение сезон назад.
forecast-prepare-hint-difference = Вычитается предыдущее значение.
forecast-prepare-hint-standardise = Среднее 0 и стандартное отклонение 1; оба посчитаны только по обучающей части.
forecast-prepared = показать, что видят модели
forecast-standard = где по обучающей части μ = { $mean }, σ = { $deviation }.
forecast-prepare-note = Прогнозы и ошибки всегда пересчитываются обратно в единицы ряда.
forecast-overview = Весь ряд. Две границы делят его на обучающую, проверочную и контрольную части; их можно двигать мышью или стрелками.
forecast-part-train = обучение
forecast-part-validation = проверка
forecast-part-test = контроль
setting-trainUntil = Граница обучения и проверки
setting-validateUntil = Граница проверки и контроля
forecast-split = Обучение: { $train } точек ({ $windows } окон), проверка: { $validation }, контроль: { $test } (начал прогноза: { $origins }). Потяните границу, чтобы это изменить, или любое другое место, чтобы прогнозировать оттуда.
forecast-made = Прогноз от { $origin }: видно { $window } значений, прогнозируется { $horizon }
forecast-position = точки { $position }
forecast-origin = Начало прогноза
forecast-window = окно, { $window }
forecast-horizon = прогноз, { $horizon }
forecast-detail-label = Значения до начала прогноза, то, что было на самом деле, и прогнозы моделей: { $models }. Числа — в таблице ниже.
forecast-actual = Что было на самом деле
forecast-shown = Показанные прогнозы
forecast-fan = Разброс ансамбля
forecast-fan-none = нет
forecast-table = Прогнозы из этого начала
forecast-ahead = Шагов вперёд
forecast-when = Время
forecast-save = Сохранить числа (CSV)

## Ошибки

forecast-scores = Кто прогнозирует лучше и как далеко
forecast-scores-lead = Каждая модель прогнозирует от каждой точки контрольной части ({ $origins }), и прогноз сравнивается с тем, что было. Чем меньше, тем лучше. Серые линии — прогнозы, которым учиться не нужно.
forecast-some-origins = { $some } через равные промежутки, из { $all }
forecast-metric = Мера ошибки
forecast-about-mae = Средняя абсолютная ошибка, среднее |y − ŷ|, в единицах ряда.
forecast-about-rmse = Корень из среднего квадрата ошибки, √среднее (y − ŷ)²: большие ошибки весят больше.
forecast-about-mase = MAE, делённая на MAE прогноза «как сезон назад» (сезон: { $period }) на обучающей части. Меньше 1 — лучше него (Hyndman, Koehler 2006).
forecast-scores-label = { $metric } на контрольной части в зависимости от дальности прогноза
forecast-horizon-axis = шагов вперёд
forecast-leaderboard = Все модели по ошибке на всех шагах вперёд
forecast-model = Модель
forecast-parameters = Параметров
forecast-parameters-of-nets = { $parameters } в { $nets } { $nets ->
    [one] сети
   *[other] сетях
 }
forecast-time = Время обучения
forecast-seconds = { $seconds } с
forecast-weights-of = Веса шага
forecast-by-horizon = Ошибки по шагам вперёд
forecast-verdict-before = Обучения ещё не было: веса сетей случайны.
forecast-verdict-so-far = Обучение ещё не закончено.
forecast-wins-everywhere = На всех шагах вперёд, от 1 до { $horizon }, точнее всех «{ $model }».
forecast-wins-stretch = «{ $model }» на { $from }–{ $to }
forecast-wins-by-stretch = Точнее всех по числу шагов вперёд: { $list }.
forecast-wins-count = «{ $model }» на { $count }
forecast-wins-mixed = На { $horizon } шагах вперёд точнее всех: { $list }.
forecast-wins-overall = По всем шагам у модели «{ $model }» { $metric } на { $percent } % меньше, чем у лучшего прогноза без обучения («{ $baseline }»).
forecast-lesson-linear = Выигрывает простая линейная модель: сетям в этом ряду больше нечего найти.
forecast-lesson-baseline = Ни одна обученная модель не лучше прогноза, которому учиться не нужно: прошлое этого ряда говорит о будущем не больше.
forecast-lesson-close = Линейная модель — вторая: проверьте, стоит ли сеть своих параметров.

## Как они учатся

forecast-learning = Как сети учатся
forecast-learning-lead = Квадрат ошибки преобразованных значений, логарифмическая шкала. Тонкие линии — на обучении, на одном пакете. Точки — прогнозы всех H значений на проверочной части, это труднее. Прогнозируют веса с самой низкой точкой.
forecast-learning-label = Потеря каждой сети по шагам. Числа — в таблице ниже.
forecast-step-axis = шаг
forecast-loss = Потеря на обучении
forecast-validation = Потеря на проверке
forecast-best-step = Лучший шаг
forecast-state = Состояние
forecast-state-learning = учится
forecast-state-paused = пауза
forecast-state-exact = решена точно
forecast-state-spent = готово
forecast-state-diverged = разошлась
forecast-pause-net = Приостановить: { $name }
forecast-go-on = Дальше

## Окна

forecast-windows = Как из ряда получается обучающая матрица
forecast-windows-lead = Окно длины L = { $window } скользит по обучающей части. Каждое его положение даёт строку: L входов и значение после них — ответ. Сеть прямого распространения видит только такие строки, всего их { $rows }.
forecast-slide = Сдвигать
forecast-window-back = Предыдущая строка
forecast-window-forth = Следующая строка
forecast-row = Строка { $row } из { $rows }
forecast-row-short = Строка
forecast-windows-note = На кривой значения как есть, в матрице — то, что видят модели: оранжевые больше нуля, синие меньше, чем дальше, тем ярче. Каждая строка — предыдущая, сдвинутая на один шаг.
forecast-windows-label = Окно на ряде и строки матрицы до этого места. Числа — в таблице ниже.
forecast-inputs = входы, { $window }
forecast-target = ответ

## Развёртка

forecast-unrolled = Выход подаётся на вход
forecast-unrolled-lead = Рекуррентная сеть читает окно по одному значению (t = 0 … L−1, L = { $window }). Последний выход — первый прогноз; дальше сеть читает то, что сказала сама, { $fed } раз.
forecast-unrolled-none = Среди выбранных моделей нет рекуррентных: добавьте одну в настройках.
forecast-step-back = На шаг назад
forecast-step-forth = На шаг вперёд
forecast-step-of = Шаг t = { $step } из { $last }
forecast-unrolled-label = Несколько шагов развёрнутой сети: внизу вход, в середине состояние, вверху выход; стрелка ведёт от выхода к следующему входу. Числа — в таблице ниже.
forecast-source-series = из ряда
forecast-source-own = свой выход
forecast-is = = { $value }
forecast-reads-window = Шаг { $step }: сеть читает { $input } из ряда и отвечает { $output }; ответ не нужен, окно ещё не кончилось.
forecast-reads-last = Шаг { $step }: сеть читает { $input }, последнее известное значение, и отвечает { $output } — это первый прогноз, { $forecast }. Было на самом деле { $actual }.
forecast-reads-own = Шаг { $step }: сеть читает свой прошлый выход { $input } и отвечает { $output }: прогноз { $forecast }. Было на самом деле { $actual }.
forecast-cell = Заглянуть в ячейку на каждом шаге
forecast-column-t = t
forecast-column-reads = Вход xₜ
forecast-column-source = Откуда
forecast-column-norm = ‖hₜ‖
forecast-column-says = Выход oₜ
forecast-column-forecast = Прогноз
forecast-column-actual = Было

## Остатки

forecast-residuals = Что осталось: остатки
forecast-residuals-lead = y − ŷ на контрольной части и их автокорреляция: у белого шума 95 % столбиков не выходят из серой полосы. Если соседние остатки связаны, в ряду есть ещё чему учиться.
forecast-steps-ahead = шагов вперёд: { $horizon }
forecast-residuals-label = Остатки по месту в ряду
forecast-residuals-axis = место в ряду
forecast-autocorrelation-label = Автокорреляция остатков по сдвигу
forecast-autocorrelation = Автокорреляция
forecast-lag-axis = сдвиг
forecast-lag = Сдвиг
forecast-outside = Вне полосы
forecast-yes = да
forecast-residuals-numbers = Остатков: { $count }, среднее { $mean }, стандартное отклонение { $deviation }. Вне ±{ $band }: { $outside } из { $lags } сдвигов.
forecast-residuals-structure = Это больше случайного: прошлое ещё что-то о них говорит. У прогноза на h шагов соседи делят h−1 неожиданность, поэтому связь на сдвигах до h−1 естественна.
forecast-residuals-noise = Примерно столько даёт случай: почти белый шум.

## Настройки

setting-models = Модели
setting-modes = Рекуррентные сети учатся как
forecast-hint-models = Все учатся на одних и тех же данных. Простые прогнозы есть всегда.
forecast-hint-modes = Один к одному: после каждого шага ответ — следующее значение. Много к одному: только после окна. Один ко многим: H значений после окна, выход подаётся на вход; при H = 1 это одно и то же.
setting-window = Окно L
forecast-hint-window = Сколько последних значений видит модель.
setting-horizon = Горизонт H
forecast-hint-horizon = На сколько точек вперёд прогноз.
setting-teacherForcing = Подсказка учителя
forecast-forcing-0 = 0: свой выход
forecast-forcing-1 = 1: верное значение
forecast-hint-teacherForcing = Teacher forcing: как часто при обучении «один ко многим» на вход подаётся верное значение вместо выхода сети. При 1 сеть учится быстро, но не встречает собственных ошибок; при 0 делает то, что потом придётся делать.
forecast-group-nets = Сети
forecast-group-nets-now = единиц: { $mlp } и { $hidden }
forecast-group-learning = Обучение
forecast-option-adam = Adam
forecast-option-sgd = SGD
forecast-option-rmsprop = RMSprop
forecast-option-auto = авто
forecast-option-webgpu = WebGPU
forecast-option-cpu = CPU
setting-mlpLayers = Слоёв у сети на окне
forecast-hint-mlpLayers = Скрытые слои, tanh.
setting-mlpHidden = Единиц у неё
forecast-hint-mlpHidden = В каждом скрытом слое.
setting-hidden = Размер состояния
forecast-hint-hidden = Длина h у рекуррентных сетей.
forecast-hint-forgetBias = b_f у LSTM вначале: чем больше, тем дольше она сначала хранит состояние.
setting-ensemble = Сетей каждой модели
forecast-hint-ensemble = Отличаются только зерном. Прогноз — их среднее; разброс можно показать веером.
forecast-hint-seed = Задаёт веса и порядок примеров: то же зерно — тот же ход обучения.
setting-steps = Шагов каждой сети
forecast-hint-steps = После стольких сеть останавливается.
forecast-hint-learningRate = η — длина шага вдоль градиента.
forecast-hint-momentum = Доля прошлого шага, которая остаётся в следующем.
forecast-hint-batch = B — окон за шаг.
forecast-hint-clip = Градиент с большей нормой укорачивается до неё. 0 — без предела.
setting-period = Сезон m
forecast-hint-period = Точек в сезоне: для сезонной разности, прогноза «как сезон назад» и MASE. 0 — свой у ряда.
setting-paused = Приостановленные модели

failure-no-own-series = Своего файла ещё нет.
failure-not-configured = Ряда ещё нет.
failure-series-empty = В ряде нет значений.
failure-borders-out-of-order = Проверочная часть должна начинаться раньше контрольной.
failure-log-not-positive = Логарифму нужны положительные значения, а в точке { $position } стоит { $value }.
failure-series-too-short = { $part ->
    [training] В обучающей части
    [validation] В проверочной части
   *[test] В контрольной части
 } точек: { $value }; при таких окне, горизонте и сезоне нужно { $min }. Возьмите короче окно или горизонт либо сдвиньте границу.
failure-values-missing = Прямо перед этим началом есть пропуски.
failure-no-such-model = Таких моделей нет.
failure-not-tried = Эту модель ещё не проверяли на контрольной части.
failure-csv-empty = Файл пуст.
failure-csv-too-large = В файле { $value } МБ, читается не больше { $limit } МБ.
failure-csv-too-many-rows = В файле больше { $limit } строк.
failure-csv-too-many-columns = В строке { $line } ячеек { $value }, читается не больше { $limit }.
failure-csv-not-text = Это не текстовый файл: символа номер { $position } в тексте быть не может. Электронную таблицу сначала сохраните как CSV.
failure-csv-long-cell = Строка { $line }, столбец { $column }: в ячейке { $value } символов. Может быть, не закрыта кавычка.
failure-csv-open-quote = Строка { $line }, столбец «{ $column }»: ячейка тянется на несколько строк. Может быть, не закрыта кавычка.
failure-csv-header-only = В файле есть заголовок, но нет строк под ним.
failure-csv-no-numbers = Ни в одном столбце файла нет чисел.
failure-csv-no-column = Нет столбца «{ $value }»; столбцы: { $allowed }.
failure-csv-too-few = В столбце значений: { $value }; для ряда этого мало.
failure-csv-not-a-number = Строка { $line }, столбец «{ $column }»: «{ $value }» — не число.
failure-csv-number-too-large = Строка { $line }, столбец «{ $column }»: «{ $value }» — слишком большое число.
failure-csv-not-a-date = Строка { $line }, столбец «{ $column }»: «{ $value }» — не дата, в отличие от строк выше.
