# Интерфейс Nabla по-русски. Те же ключи, что и в en.ftl (сверяет locales/check.mjs).

## Страница вокруг лаборатории

site-tagline = Глубокое обучение, которое видно прямо в браузере
site-title-char-rnn = Сеть учится писать — по одному символу
site-lead-char-rnn = LSTM читает текст, угадывает каждый следующий символ и исправляет себя — всё на этой странице, на вашей машине.
site-labs = Лаборатории
site-char-rnn = Текст
site-features = Признаки
site-vision = Изображения
site-text-cnn = Предложения
site-bptt = Градиенты во времени
site-memory = Память
site-forecast = Прогнозы
site-word2vec = Слова как векторы
site-share = Поделиться
site-language = Язык
site-theme = Тема
site-theme-system = Как в системе
site-theme-light = Светлая
site-theme-dark = Тёмная
site-skip = К лаборатории
site-about = Nabla — свободная программа: Rust, собранный в WebAssembly, на WebGPU или на процессоре. Страница ничего не загружает с других сайтов.
site-bench = Насколько быстр этот компьютер?

## Обучение

lab-name = Посимвольная сеть: { $cell }
train = Обучать
pause = Пауза
step = Шаг
save = Файлы…
reset = Сброс
retry = Повторить
dismiss = Скрыть
train-hint = Обучать: читать дальше и исправлять веса, пока не нажата пауза.
step-hint = Один шаг: один пакет вперёд, одно исправление весов.
reset-hint = Снова к шагу 0 с тем же зерном: тот же ход обучения.

stat-step = Шаг
stat-speed = Скорость
stat-epoch = Прочитано
unit-speed = симв/с
unit-epoch = раза
unit-bits = бит/симв

status-loading = Загружается вычислитель …
status-slow = Вычислитель всё ещё загружается: связь медленная или прервалась …
status-text = Загружается текст … { $percent } %
status-compiling = Компилируются шейдеры: { $done } из { $total } …
status-ready = Готово. Нажмите «Обучать».
status-training = Идёт обучение
status-first = Вычисляются первые шаги …
status-paused = Пауза на шаге { $step }
status-restarting = Запускается новый вычислитель …
status-started-again = { $field }: снова с шага 0
status-stopped = Остановлено

reason-cpu-requested = Считает процессор: так задано.
reason-cpu-trying = Считает процессор, пока ищется видеокарта.
reason-cpu-hardware-gpu = Пока считает процессор; первые шаги покажут, быстрее ли видеокарта ({ $adapter }).
reason-cpu-software-gpu = Считает процессор: WebGPU в этом браузере сам исполняется на процессоре ({ $adapter }).
reason-cpu-compiling = Считает процессор, пока готовится WebGPU: шейдер { $done } из { $total }.
reason-cpu-faster = Считает процессор: { $cpu } мс на шаг. WebGPU: { $webgpu } мс ({ $adapter }).
reason-cpu-no-webgpu = Считает процессор: в этом браузере нет WebGPU.
reason-cpu-probe-failed = Считает процессор: WebGPU есть, но пробное вычисление на нём не удалось или не кончилось вовремя.
reason-cpu-device-lost = Считает процессор: браузер отобрал видеокарту.
reason-cpu-out-of-memory = Считает процессор: видеокарта не дала ещё { $asked } МБ сверх { $limit } МБ.
reason-cpu-buffer-too-large = Считает процессор: модели нужно { $asked } МБ одним куском, а WebGPU допускает { $limit } МБ.
reason-cpu-gpu-error = Считает процессор: видеокарта сообщила об ошибке.
reason-cpu-other = Считает процессор.
reason-webgpu-requested = Считает WebGPU: так задано ({ $adapter }).
reason-webgpu-faster = Считает WebGPU: { $webgpu } мс на шаг ({ $adapter }). Процессор: { $cpu } мс.
reason-webgpu-device-lost = Считает новое устройство GPU ({ $adapter }): прежнее браузер отобрал.
reason-webgpu-other = Считает WebGPU ({ $adapter }).
reason-waiting = Видеокарта или процессор? Решится, когда запустится вычислитель.

notice-restarted = Вычислитель остановился на шаге { $lost }; обучение продолжено с шага { $from }. { $again ->
        [yes] Шаги между ними делаются снова; больше ничего не потеряно.
       *[no] Ничего не потеряно.
    }
notice-without-gpu = Вычислитель несколько раз сломался за минуту; обучение продолжено на процессоре.
notice-gpu-lost =
    { $reason ->
        [out-of-memory] Видеокарта не дала ещё { $asked } МБ сверх { $limit } МБ:
        [buffer-too-large] Модели нужно { $asked } МБ одним куском, а WebGPU допускает { $limit } МБ:
        [gpu-error] Видеокарта сообщила об ошибке:
       *[device-lost] Браузер отобрал видеокарту:
    } { $how ->
        [on] обучение остановилось на шаге { $lost } и продолжается с шага { $from }
        [part] заново начнётся только текущее обучение,
       *[anew] обучение начато заново
    } { $place ->
        [webgpu] на новом устройстве GPU.
       *[cpu] на процессоре.
    }
notice-begun-anew = Сохранённым состоянием воспользоваться не удалось: обучение начинается заново, с шага 0.

## Читает

reads = Читает
reads-lead = Чем выше столбик, тем больше символ удивил модель до того, как она его увидела.
reads-empty = Нажмите «Обучать»: здесь появится читаемый текст, и у каждого символа — удивление модели.
reads-mean = здесь в среднем { $bits } бита
surprise-legend = Удивление, бит
surprise-low = знала наверняка
surprise-high = 1 из { $odds } или реже
cell-title = «{ $character }»: { $bits } бит, p = { $p }
character-space = пробел
character-newline = конец строки

## Учится

learns = Учится
learns-lead = Потеря — это среднее удивление. Проверка — на тексте, которого нет в обучении.
loss-training = Обучение
loss-validation = Проверка
loss-previous = Прошлый раз
loss-at = шаг { $step }
loss-choice = Модель выбирает как бы из { $now } равновероятных символов; не зная ничего — из { $all }.
loss-empty = Нажмите «Обучать»: вначале модель не знает ничего, и все { $all } символов равновероятны: { $bits } бит на каждый.
loss-empty-short = Нажмите «Обучать»: вначале модель не знает ничего.
chart-step = шаг
chart-bits = бит на символ
chart-uniform = не знает ничего: log₂ { $count } = { $bits }
chart-label = Потеря в битах на символ по шагам.
chart-label-now = Потеря в битах на символ по шагам. На шаге { $step }: обучение { $train }, проверка { $validation }.
chart-log = Шаги в логарифмической шкале
chart-save = Сохранить график (SVG)
table-open = Те же числа таблицей
table-caption = Потеря в битах на символ
table-empty = Ещё не сделано ни одного шага.

## Пишет

writes = Пишет
writes-lead = Текст самой модели: каждый символ выбран по её прогнозу и подан обратно как следующий вход.
writes-empty = Нажмите «Обучать»: сначала буквы наугад, потом пробелы на своих местах, слова, строки.
sample-step = Шаг { $step }
sample-temperature = температура { $temperature }
sample-bits = { $bits } бит/симв
writes-colour = Раскрасить по удивлению
writes-older = Раньше
prompt = Ваше начало
prompt-placeholder = To be, or
prompt-write = Написать
prompt-busy = Пишет …
prompt-result = Продолжение вашего начала
prompt-hint = Модель сначала прочтёт ваши слова, потом продолжит.

## Настройки

settings = Настройки
settings-undo = Вернуть { $value }: { $name }
settings-undo-all = Все по умолчанию
setting-exact = { $name }, точное значение
setting-locked = Задано автором страницы.

group-text = Текст
group-network = Сеть
group-optimizer = Оптимизация
group-run = Пакеты и устройство
group-network-effect = Изменение здесь начинает обучение снова с шага 0.
model-size = Параметров { $parameters }; обучению нужно около { $megabytes } МБ памяти.
group-optimizer-effect = Действует сразу; только другой оптимизатор начинает снова с шага 0.
group-run-effect = Изменение здесь начинает снова с шага 0; только устройство можно менять на ходу.
corpus-effect = Другой текст начинает обучение снова с шага 0.
group-network-now = { $cell }, { $layers ->
    [one] { $layers } слой, нейронов: { $hidden }
    [few] { $layers } слоя, нейронов: { $hidden }
   *[many] { $layers } слоёв, нейронов: { $hidden }
}
group-optimizer-now = { $optimizer }, темп { $rate }
group-run-now = { $batch } × { $sequence } симв.

setting-corpus = Текст
hint-corpus = Что читает модель; конец текста отложен для проверки.
corpus-own = Мой текст
corpus-size = { $characters } символов, разных: { $kinds }. Для обучения { $train }, для проверки { $validation }.
corpus-replaced = { $replaced } редких символов прочитаны как «�»: в словаре помещаются 1024 самых частых.
corpus-origin = Источник: { $origin }
corpus-licence = Лицензия: { $licence }
corpus-licence-file = полный текст
own-open = Взять свой текст
own-paste = Вставьте текст
own-use = Взять этот текст
own-file = Выбрать файл
own-limit = UTF-8, до 20 МБ. Текст остаётся на этой машине.
own-pasted = вставленный текст

setting-cell = Ячейка
hint-cell = RNN: состояние без фильтров. LSTM: фильтры берегут состояние C. Со скважинами: фильтры видят и само C. GRU: два фильтра, без C.
option-rnn = RNN
option-lstm = LSTM
option-lstm-peepholes = LSTM со скважинами
option-gru = GRU
setting-hidden = Размер скрытого состояния
hint-hidden = H — длина h и C. Число весов растёт как H².
setting-layers = Слои
hint-layers = Слои друг над другом; каждый читает h нижнего.
setting-input = Вход
hint-input = x — обучаемый вектор символа или вектор длины V с одной единицей.
option-embedding = вектор
option-onehot = one-hot
setting-embedding = Размер вектора символа
hint-embedding = D — длина обучаемого векторного представления символа.
setting-forgetBias = Смещение забывания
hint-forgetBias = Смещение фильтра забывания вначале. При 1 он открыт на 73 %, и состояние сохраняется.

setting-optimizer = Оптимизатор
hint-optimizer = Как из градиента получается шаг весов.
option-adam = Adam
option-sgd = SGD
setting-learningRate = Темп обучения
hint-learningRate = η — длина шага вдоль градиента. Слишком велик — потеря скачет.
setting-momentum = Инерция
hint-momentum = Доля прошлого шага, которая остаётся в следующем.
setting-clip = Предел градиента
hint-clip = Градиент с большей нормой укорачивается до неё. 0 — без предела.
now-norm = Норма сейчас: { $norm }

setting-sequence = Длина отрезка
hint-sequence = T — сколько символов назад идут градиенты; h и C переходят дальше.
setting-batch = Пакет
hint-batch = B отрывков читаются рядом; шаг усредняет их градиенты.
setting-seed = Зерно
hint-seed = Задаёт начальные веса и выбор символов: то же зерно — тот же ход.
setting-backend = Устройство
hint-backend = Где считать. Веса переезжают, обучение продолжается.
when-hidden = Когда вкладка скрыта
when-hidden-train = Обучать дальше
hint-when-hidden = Запоминается в этом браузере, для всех лабораторий. Обучение, вставшее вместе с вкладкой, продолжится, когда вы вернётесь.
option-auto = авто
option-webgpu = WebGPU
option-cpu = CPU
setting-temperature = Температура
hint-temperature = На неё делят логиты перед softmax. 0 — всегда самый вероятный символ; 1 — как считает модель; больше — смелее.
setting-math = Арифметика
setting-lang = Язык
setting-hide = Скрытые панели
setting-lock = Закреплённые настройки

## Что обучается

compare = Сравнить ячейки
about = Заглянуть внутрь
about-now = весов: { $total }; каждый нейрон на каждом символе, формулы с числами
compare-about = RNN, LSTM и GRU рядом на одном тексте

## Ошибки

failure-unknown-field = Нет настройки с именем «{ $field }».
failure-wrong-type = { $field }: «{ $value }» — не { $expected ->
    [integer] целое число
    [number] число
    [list] список через запятую
   *[text] текст
}.
failure-not-one-of = { $field }: «{ $value }» нет среди возможных: { $allowed }.
failure-out-of-range = { $field }: { $value } вне границ от { $min } до { $max }.
failure-moved-to-bound = { $field }: { $value } вне границ от { $min } до { $max }; взято { $usable }.
failure-unsupported-version = Эти настройки сделаны другой версией Nabla.
failure-too-large-model = { $what ->
    [parameters] В этой модели было бы { $amount } параметров; возможно не больше { $limit }. Уменьшите скрытый слой или число слоёв.
    [tensor] Один из тензоров этой модели занял бы { $amount } МБ; возможно не больше { $limit } МБ. Уменьшите пакет, отрезок или скрытый слой.
   *[memory] Этой модели понадобилось бы { $amount } МБ памяти; возможно не больше { $limit } МБ. Уменьшите пакет, отрезок или модель.
  }
failure-text-too-large = В тексте { $have } МБ, а можно не больше { $limit } МБ. Сократите его; прежний текст остался.
failure-file-too-large = В файле { $have } МБ, а читается не больше { $limit } МБ.
failure-file-unreadable = Файл не прочитан: возможно, его переместили или изменили. Выберите его ещё раз.
failure-bad-encoding = Это не UTF-8: строка { $line }, столбец { $column }. Сохраните текст в UTF-8 и попробуйте снова; прежний текст остался.
failure-text-empty = Текст пуст. Прежний текст остался.
failure-text-one-character = Текст состоит из одного и того же символа; угадывать нечего. Прежний текст остался.
failure-text-too-short = В тексте { $have } символов; для такого пакета и отрезка нужно { $need }. Возьмите текст длиннее или пакет меньше.
failure-no-text = Текста ещё нет.
failure-unknown-tensor = Нет тензора с таким именем.
failure-unknown-query = Эта лаборатория не отвечает на такой запрос.
failure-unknown-export = Этого лаборатория не сохраняет.
failure-bad-checkpoint = Сохранённое состояние не подходит к этой модели.
failure-no-webgpu = В этом браузере нет WebGPU. Выберите устройство «авто» или CPU.
failure-device-lost = Браузер отобрал видеокарту.
failure-diverged = Потеря перестала быть числом или стала много хуже угадывания: шаги были слишком велики. Уменьшите темп обучения и нажмите «Сброс».
failure-wasm-load = { $reason ->
    [damaged] Вычислительная часть страницы пришла повреждённой или от другой версии страницы. Кнопка «Повторить» загрузит её заново; если не поможет, обновите страницу.
   *[missing] Не удалось загрузить вычислительную часть страницы. Проверьте связь и повторите.
  }
failure-worker-lost = Вычислитель ломался снова и снова, поэтому больше не запускается.
failure-worker-stalled = Вычислитель снова и снова не отвечал. Может помочь модель поменьше.
failure-cannot-load = Не удалось загрузить { $file }. Проверьте связь и попробуйте ещё раз; прежнее осталось.
failure-part-missing = Часть страницы не загрузилась. Проверьте связь и попробуйте ещё раз; прежнее осталось.
failure-keep-missing = Обучение пока не сохраняется на этом устройстве: часть страницы не загрузилась. Проверьте связь. Обучение идёт, сохранение повторится; до тех пор оно пропадёт, если закрыть страницу.
failure-unknown = Произошло непредвиденное: { $what }. Если страница больше не отвечает, загрузите её снова.
failure-run-replaced = Модель начата заново прежде, чем это было готово.
failure-busy = Ещё не сделаны шаги, о которых просили раньше.
