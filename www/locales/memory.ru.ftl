# Лаборатория памяти по-русски; загружается вместе с ней. Те же ключи, что и в memory.en.ftl (сверяет locales/check.mjs).

memory-name = Лаборатория памяти
memory-round = Шагов у каждой
memory-unit-speed = шагов/с
memory-learned = Научились
reason-cpu-small-model = Считает процессор: таким маленьким сетям видеокарта почти ни к чему. Здесь это не измерено: для сравнения выберите WebGPU.

memory-cell-rnn = RNN
memory-cell-lstm = LSTM
memory-cell-lstm-peepholes = LSTM со скважинами
memory-cell-gru = GRU

memory-task-adding = Сложение
memory-task-copy = Копирование
memory-task-order = Порядок
memory-task-dyck = Скобки
memory-task-timing = Интервалы

## Успех в зависимости от расстояния

memory-success = Успех и расстояние
memory-about-adding = В длинном ряду чисел два отмечены; в конце спрашивают их сумму. Чем длиннее ряд, тем дольше надо хранить первое. Все сети видят одни и те же примеры.
memory-about-copy = Три буквы, потом тишина; после неё их надо повторить в том же порядке. Все сети видят одни и те же примеры.
memory-about-order = Среди букв, которые ничего не значат, попадаются две важные: X или Y. В конце: в каком порядке они шли? Все сети видят одни и те же примеры.
memory-about-dyck = Скобки трёх видов, вложенные до пяти раз. Перед каждой закрывающей: какая теперь может закрыться? Оценивается последняя — она закрывает самую первую. Все сети видят одни и те же примеры.
memory-about-timing = Два импульса, между ними ничего. На втором: сколько шагов назад был первый? Все сети видят одни и те же примеры.
memory-right-adding = Верно — ближе 0,1 к сумме. Постоянный ответ 1, среднее, стоит 1/6 квадрата ошибки.
memory-right-copy = Считаются отдельные буквы. Наугад верна одна из восьми.
memory-right-order = Наугад верен один ответ из четырёх.
memory-right-dyck = Наугад верен один ответ из трёх.
memory-right-timing = Верно — если интервал округляется до нужного шага.
memory-showcase = Показать: RNN забывает, LSTM и GRU помнят
memory-lag-axis = расстояние, шагов (лог. шкала)
memory-lag = расстояние { $lag }
memory-lag-narrow = { $lag } { $lag ->
    [one] шаг
    [few] шага
   *[other] шагов
}
memory-lag-short = Расстояние
memory-baseline = без памяти
memory-chart-label = Доля верных ответов в зависимости от расстояния. { $nets }.
memory-verdict = На расстоянии { $lag } помнят (верно 90 % и больше): { $remember }. Почти как без памяти: { $forget }.
memory-save = Сохранить числа (CSV)
memory-table = Доля верных ответов каждой сети по расстояниям
memory-net = Сеть
memory-pause-net = Приостановить { $name }
memory-go-on = Дальше
memory-state-learning = шаг { $step }
memory-state-paused = пауза на шаге { $step }
memory-state-learned = за { $step } шагов
memory-state-spent = стоп на шаге { $step }
memory-state-diverged = разошлась на шаге { $step }

## Потери

memory-losses = Как они учатся
memory-losses-mse = Средний квадрат ошибки на каждом шаге, логарифмическая шкала. Пунктир — лучший постоянный ответ.
memory-losses-nats = Перекрёстная энтропия на каждом шаге в натах, логарифмическая шкала. Пунктир — ответ наугад.
memory-steps = шагов: { $steps }
memory-loss-now = Потеря сейчас
memory-loss-test = Потеря на проверке

## Один пример

memory-example = Один пример глазами сети
memory-example-adding = Слева направо: по числу за шаг, два отмечены. Сеть отвечает в конце.
memory-example-copy = Слева направо; «·» — тишина, «?» — пора. Сеть отвечает на подчёркнутых шагах.
memory-example-order = Слева направо; «?» — вопрос. Здесь сеть отвечает.
memory-example-dyck = Слева направо. После последней скобки сеть говорит, чем закрыть самую первую.
memory-example-timing = Слева направо: импульсы и тишина. На каждом импульсе, кроме первого, сеть говорит, как давно был прошлый.
memory-previous = Предыдущий
memory-next = Следующий
memory-which = пример { $number }
memory-wanted = Верный ответ
memory-inside = Заглянуть внутрь сети, пока она это читает
memory-is-right = верно
memory-is-wrong = неверно

## Настройки

memory-hint-adding = Картина из лекции: начиная примерно с 25 шагов RNN отвечает почти наугад, а LSTM и GRU помнят.
memory-hint-copy = LSTM учится этому, только если её фильтры забывания вначале почти открыты (смещение 3). На коротких расстояниях RNN с ортогональными весами копирует хорошо.
memory-hint-order = Лёгкая задача: достаточно помнить два события. С ортогональными весами какое-то время их хранит даже RNN.
memory-hint-dyck = Короткие отрезки легки; первую скобку надо пронести через все.
memory-hint-timing = Через замочные скважины фильтры видят состояние. Измерено с 4 нейронами на расстоянии 60, по 20 запусков: обычная LSTM верна в среднем в 63 % и ничему не научилась в 6 запусках, со скважинами — 77 % и 2. Отдельный запуск может выйти любым.
memory-group-nets = Сети
memory-group-nets-now = нейронов: { $hidden }
memory-group-learning = Обучение
memory-option-adam = Adam
memory-option-sgd = SGD
memory-option-rmsprop = RMSprop
memory-option-auto = авто
memory-option-webgpu = WebGPU
memory-option-cpu = CPU
memory-hint-hidden = H — длина h, одинаковая у всех сетей.
memory-hint-forgetBias = Смещение фильтра забывания вначале. При 3 за шаг сохраняется 95 % состояния.
memory-hint-seed = Задаёт веса и примеры: то же зерно — та же картина.
memory-hint-steps = Сеть останавливается после стольких шагов или когда верны 99 % ответов на проверке.
memory-hint-learningRate = η — длина шага вдоль градиента.
memory-hint-momentum = Доля прошлого шага, которая остаётся в следующем.
memory-hint-clip = Градиент с большей нормой укорачивается до неё. 0 — без предела.
memory-hint-batch = B — новых примеров за шаг.
setting-task = Задача
setting-cells = Ячейки
setting-lags = Расстояния
hint-lags = До восьми, через запятую. Для скобок — чётные.
setting-steps = Шагов каждой сети
setting-paused = Приостановленные сети
