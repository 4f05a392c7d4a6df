# Глава лекции 01-learning: что нашли эксперименты и что говорят рисунки.

found-few = Признаки, заданные человеком, были впереди при { $times ->
        [one] { $times } значении числа цифр ({ $ahead })
       *[other] { $times } значениях числа цифр ({ $ahead })
    }: при { $at } цифрах { $who ->
        [knn] k ближайших соседей дали
       *[logistic] логистическая регрессия дала
    } { $made } % верных ответов, CNN — { $learned } %. При { $many } цифрах стало наоборот: { $manyMade } % и { $manyLearned } %. Кривые пересекаются.
found-few-learned = Здесь выученные признаки были впереди везде: уже при { $at } цифрах CNN дала { $learned } % верных ответов, { $who ->
        [knn] k ближайших соседей
       *[logistic] логистическая регрессия
    } — { $made } %; при { $many } — { $manyLearned } % и { $manyMade } %.
found-few-made = Здесь признаки, заданные человеком, остались впереди до конца: при { $many } цифрах { $manyMade } % верных ответов, у CNN { $manyLearned } %. Они вели при { $ahead } цифрах.
found-shift = При сдвиге на { $x } пикселя точность с признаками человека упала с { $beforeMade } % до { $made } %, с выученными — с { $beforeLearned } % до { $learned } %: пулинг немного прощает. При { $last } пикселях не держится никто: { $endMade } % и { $endLearned } %.
found-shift-stays = При сдвиге на { $x } пикселя точность с признаками человека упала с { $beforeMade } % до { $made } %, с выученными — с { $beforeLearned } % до { $learned } %: пулинг немного прощает. При { $last } пикселях — { $endMade } % и { $endLearned } %: даже там потеряно не всё.
found-shift-made = При сдвиге на { $x } пикселя признаки человека сохранили не меньше: { $made } % из { $beforeMade } %, CNN — { $learned } % из { $beforeLearned } %. При { $last } пикселях — { $endMade } % и { $endLearned } %.
found-noise = При σ = { NUMBER($x) } точность с признаками человека упала с { $beforeMade } % до { $made } %, у CNN — с { $beforeLearned } % до { $learned } %. Границы — это разности соседей, а шум весь состоит из разностей; выученные фильтры складывают по 25 пикселей и держатся дольше.
found-noise-made = При σ = { NUMBER($x) } признаки человека сохранили не меньше: { $made } % из { $beforeMade } %, CNN — { $learned } % из { $beforeLearned } %.

found-permuted-loses = При { $train } цифрах CNN опустилась с { $cnn } % до { $cnnPermuted } %, когда пиксели поменялись местами, — на { $lost } п. п.; у MLP было { $mlp } % и { $mlpPermuted } %. CNN жила соседством, а MLP о нём и не знала.
found-permuted-keeps = При { $train } цифрах у CNN { $cnn } % и { $cnnPermuted } %, у MLP { $mlp } % и { $mlpPermuted } %: в этом прогоне потеря CNN не больше случайной.
found-permuted-both = При { $train } цифрах CNN опустилась с { $cnn } % до { $cnnPermuted } %, на { $lost } п. п., а MLP — с { $mlp } % до { $mlpPermuted } %, на { $lostByMlp } п. п.: в этом прогоне потеряли обе, и дело не только в соседстве.
found-letters-matters = Из { $count } { $count ->
        [one] проверочного предложения
       *[other] проверочных предложений
    } свёртка узнала { $net } %, а с перемешанными буквами — { $shuffled } %: { $lost } п. п. были в порядке букв. У мешка букв { $bag } %.
found-letters-little = Из { $count } { $count ->
        [one] проверочного предложения
       *[other] проверочных предложений
    } свёртка узнала { $net } %, с перемешанными буквами — { $shuffled } %, мешок букв — { $bag } %: в этом прогоне порядок значил мало.
found-words-matters = Из { $count } { $count ->
        [one] предложения
       *[other] предложений
    } свёртка узнала { $net } %, с перемешанными словами — { $shuffled } %, мешок слов — { $bag } %: порядок здесь значил { $lost } п. п.
found-words-little = Из { $count } { $count ->
        [one] предложения
       *[other] предложений
    } свёртка узнала { $net } %, с перемешанными словами — { $shuffled } %, мешок слов — { $bag } %. Автора выдают сами слова; их порядок почти ничего не добавляет.

found-shares = Параметров у LeNet { NUMBER($parameters) }, флопов на изображение { NUMBER($flops) }. В её свёртках { $convolution } % параметров и { $convolutionFlops } % работы, в полносвязных слоях — { $full } % и { $fullFlops } %.
found-contest = После { $steps } шагов MLP (параметров: { NUMBER($mlpParameters) }) узнала { $mlp } % из { NUMBER($judged) } проверочных цифр, LeNet ({ NUMBER($lenetParameters) }) — { $lenet } %. Общие веса при меньшем числе параметров умеют больше.
found-contest-mlp = После { $steps } шагов MLP (параметров: { NUMBER($mlpParameters) }) узнала { $mlp } % из { NUMBER($judged) } проверочных цифр, LeNet ({ NUMBER($lenetParameters) }) — { $lenet } %. В этом прогоне победило число параметров.
found-inside = В { $layer }, канал { $channel }, y = { $y }, x = { $x }: 25 произведений дают в сумме { $sum }; со смещением { $bias } это { $before } — больше нуля, и ReLU пропускает: { $output }.
found-inside-cut = В { $layer }, канал { $channel }, y = { $y }, x = { $x }: 25 произведений дают в сумме { $sum }; со смещением { $bias } это { $before } — не больше нуля, и после ReLU остаётся { $output }.

found-same-step-gpu = Шаг занял { $cpu } мс на CPU и { $gpu } мс на GPU ({ $adapter }): там он в { $times } { $times ->
        [one] раз
        [many] раз
       *[other] раза
    } быстрее.
found-same-step-cpu = Шаг занял { $cpu } мс на CPU и { $gpu } мс через WebGPU ({ $adapter }): CPU быстрее в { $times } { $times ->
        [one] раз
        [many] раз
       *[other] раза
    }. При таком маленьком шаге раздать работу дороже, чем сделать её.
found-same-step-software = Шаг занял { $cpu } мс на CPU и { $gpu } мс через WebGPU. Но { $adapter } — не видеокарта, а программа, которая изображает её на этом же процессоре и выиграть не может. Откройте страницу там, где видеокарта есть.
found-same-step-none = Шаг занял { $cpu } мс на CPU. WebGPU в этом браузере нет, сравнить не с чем; откройте страницу там, где есть видеокарта.
found-size-gpu = От 64 нейронов к 256 шаг вырос на CPU в { $growth } { $growth ->
        [one] раз
        [many] раз
       *[other] раза
    } ({ $small } → { $large } мс), а на GPU в { $gpuGrowth } { $gpuGrowth ->
        [one] раз
        [many] раз
       *[other] раза
    } ({ $gpuSmall } → { $gpuLarge } мс): он и создан для больших шагов.
found-size-cpu = От 64 нейронов к 256 шаг вырос на CPU в { $growth } { $growth ->
        [one] раз
        [many] раз
       *[other] раза
    } ({ $small } → { $large } мс), а через WebGPU в { $gpuGrowth } { $gpuGrowth ->
        [one] раз
        [many] раз
       *[other] раза
    } ({ $gpuSmall } → { $gpuLarge } мс): здесь время на CPU выросло меньше.
found-size-software = От 64 нейронов к 256 шаг вырос на CPU в { $growth } { $growth ->
        [one] раз
        [many] раз
       *[other] раза
    } ({ $small } → { $large } мс), а через WebGPU, который здесь изображает программа на том же процессоре, — в { $gpuGrowth } { $gpuGrowth ->
        [one] раз
        [many] раз
       *[other] раза
    } ({ $gpuSmall } → { $gpuLarge } мс): рук у неё не больше, чем у CPU.
found-size-none = От 64 нейронов к 256 шаг вырос на CPU в { $growth } { $growth ->
        [one] раз
        [many] раз
       *[other] раза
    }: { $small } → { $large } мс. WebGPU для сравнения в этом браузере нет.
found-same-numbers-close = После { $steps } шагов потеря { NUMBER($one, maximumFractionDigits: 6) } на CPU и { NUMBER($other, maximumFractionDigits: 6) } через WebGPU; они расходятся на { NUMBER($apart, maximumSignificantDigits: 2) }.
found-same-numbers-apart = После { $steps } шагов потеря { NUMBER($one, maximumFractionDigits: 6) } на CPU и { NUMBER($other, maximumFractionDigits: 6) } через WebGPU; они расходятся на { NUMBER($apart, maximumSignificantDigits: 2) } — больше, чем объясняет округление.
found-same-numbers-same = WebGPU здесь нет, поэтому CPU считал дважды: после { $steps } шагов потеря оба раза { NUMBER($one, maximumFractionDigits: 6) }, до последнего бита. Порядок сложения всегда один и тот же.
found-same-numbers-differs = WebGPU здесь нет, поэтому CPU считал дважды: после { $steps } шагов потери { NUMBER($one, maximumFractionDigits: 6) } и { NUMBER($other, maximumFractionDigits: 6) }, разница { NUMBER($apart, maximumSignificantDigits: 2) }. Они должны были совпасть.

found-top = Из { NUMBER($judged) } предметов одежды с одной догадкой ошибочны { $one } %, с двумя { $two } %, с пятью { $five } %. Пять классов из десяти — половина всех, а из 1000 классов ImageNet — один из двухсот.
found-learned = После { $steps } шагов ошибка на { NUMBER($judged) } проверочных изображениях: { $softmax } % у softmax по пикселям, { $mlp } % у MLP, { $lenet } % у LeNet. Она убывала с каждым слоем выученных признаков.
found-learned-mixed = После { $steps } шагов ошибка на { NUMBER($judged) } проверочных изображениях: { $softmax } % у softmax по пикселям, { $mlp } % у MLP, { $lenet } % у LeNet. За столь малое число шагов окупается не каждый слой.

fig-table = Те же числа таблицей
fig-right = верно
fig-wrong = неверно
fig-model-logistic = Логистическая регрессия
fig-model-knn = k ближайших соседей
fig-model-tree = Дерево решений
fig-model-mlp = MLP
fig-model-cnn = CNN

fig-ways = Одно изображение, два пути к классу
fig-ways-digit = Цифра
fig-ways-shift = Сдвиг
fig-ways-noise = Шум σ
fig-ways-pixels = { $n } пкс
fig-ways-image = Рукописная цифра { $label } и средняя яркость каждой её строки
fig-ways-image-desc = Изображение 28×28 пикселей; справа по столбику на каждую строку.
fig-ways-rows = средние строк
fig-ways-made = Признаки человека → классификатор
fig-ways-made-note = Правила, записанные человеком; они не меняются.
fig-ways-made-desc = Средняя яркость зон 4×4, направления границ в четырёх четвертях, три симметрии.
fig-ways-zones = зоны
fig-ways-edges = границы
fig-ways-symmetry = симметрия
fig-ways-left-right = лево–право
fig-ways-top-bottom = верх–низ
fig-ways-half-turn = пол-оборота
fig-ways-learned = Выученные признаки → классификатор
fig-ways-learned-note = Шесть фильтров, какими их выучила LeNet (записано, { NUMBER($steps) } шагов); что они делают с вашим изображением, считается здесь.
fig-ways-learned-desc = Шесть ядер 5×5 и карты, которые они делают из изображения.
fig-ways-untrained = Запустите эксперимент или нажмите «Обучать» в лаборатории: тогда её модели скажут здесь, что они видят.

fig-locality = Окно 3×3 на изображении и на тех же пикселях в другом порядке
fig-locality-plain = Изображение как есть
fig-locality-permuted = Те же пиксели, переставленные
fig-locality-labs = из лаборатории
fig-locality-go = Вести окно
fig-locality-stop = Остановить
fig-locality-holds = В окне
fig-locality-apart = расстояние
fig-locality-apart-value = { $n } пкс
fig-locality-desc = Середина окна: строка { $y }, столбец { $x }.
fig-locality-keys = Окно: его двигают стрелки
fig-locality-note = Двигайте окно указателем или стрелками. Рамки слева показывают, откуда взялись девять пикселей правого окна.

fig-blocks = Модели как блоки
fig-blocks-models = Модель
fig-blocks-model-mlp = MLP
fig-blocks-model-lenet = LeNet
fig-blocks-model-rnn = RNN, один шаг
fig-blocks-model-lstm = LSTM, один шаг
fig-blocks-model-lab = из лаборатории
fig-blocks-block = Блок
fig-blocks-shape = Даёт
fig-blocks-parameters = Параметры
fig-blocks-flops = Флопы
fig-blocks-total = Всего параметров: { $parameters }, флопов на изображение: { $flops }
fig-blocks-total-step = Всего параметров: { $parameters }, флопов на символ: { $flops }
fig-blocks-embedding = Векторное представление
fig-blocks-embedding-short = вектор
fig-blocks-rnn = Рекуррентный слой
fig-blocks-lstm = Слой LSTM
fig-blocks-count-convolution = Параметров ({ $k }·{ $k }·{ $c } + 1) · { $m } = { $parameters }; флопов 2 · { $k }·{ $k }·{ $c } · { $m } · { $y }·{ $x } мест = { $flops }
fig-blocks-count-full = Параметров ({ $n } + 1) · { $m } = { $parameters }; флопов 2 · { $n } · { $m } = { $flops }
fig-blocks-count-other = Параметров: { $parameters }
fig-blocks-count-none = Здесь ничего не учится; немногие операции не считаются.
fig-blocks-count-embedding = Параметров { $v } · { $d } = { $parameters }: по строке на каждый из { $v } символов; взять строку ничего не стоит
fig-blocks-count-rnn = Параметров в U, W и b: ({ $d } + { $h } + 1) · { $h } = { $parameters }; флопов на шаг 2 · ({ $d } + { $h }) · { $h } = { $flops }
fig-blocks-count-lstm = Параметров { $gates } · ({ $d } + { $h } + 1) · { $h } = { $parameters }: три фильтра и кандидат; флопов на шаг { $flops }

fig-device = Произведение матриц на CPU и на GPU
fig-device-go = Пустить время
fig-device-stop = Остановить
fig-device-moment = Момент
fig-device-cpu = CPU
fig-device-webgpu = GPU (WebGPU)
fig-device-desc = Готово чисел: { $done } из { $all }.
fig-device-launching = Задание ещё в пути к устройству …
fig-device-working = Чисел C готово: { $done } из { $all }
fig-device-done = Все { $all } чисел C
fig-device-note = Это схема, а не измерение: CPU делает по четыре числа и начинает сразу; GPU ждёт задания, а затем делает все сразу.
fig-device-measured = Измерено на этой машине
fig-device-measure = Измерить здесь
fig-device-idle = Три вида работы на обоих устройствах, около шести секунд.
fig-device-now = { $item }, { $device } …
fig-device-adapter = GPU: { $adapter }
fig-device-mm512 = Произведение матриц 512×512
fig-device-lstm = Шаг LSTM
fig-device-cnn = Шаг небольшой CNN
fig-device-step = Работа
fig-device-device = Устройство
fig-device-ms = мс
fig-device-gflops = Гфлоп/с
fig-device-no-webgpu = WebGPU в этом браузере нет
fig-device-no-module = модуль измерений не загрузился

fig-net-max = макс.
fig-net-mean = средн.
fig-net-dense = полн.
fig-net-softmax = softmax
fig-net-local-response = LRN
fig-net-batch-norm = BN
fig-net-dropout = dropout
fig-net-concat = concat
fig-net-label = { $name }: { $kind }, даёт { $shape }, параметров { $parameters }
